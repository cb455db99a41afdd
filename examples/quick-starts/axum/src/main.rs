//! A web application that people sign in to with Passgraph.

use std::{env, error::Error, sync::Arc};

use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use maud::{Markup, html};
use openidconnect::{
    AdditionalClaims, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndSessionUrl, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, LogoutRequest, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    ProviderMetadataWithLogout, RedirectUrl, Scope, TokenResponse, UserInfoClaims,
    core::{CoreClient, CoreGenderClaim, CoreIdToken, CoreResponseType},
    reqwest,
};
use serde::{Deserialize, Serialize};
use tower_sessions::{MemoryStore, Session, SessionManagerLayer, cookie::SameSite};

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

struct Passgraph {
    client: Client,
    http: reqwest::Client,
    end_session: EndSessionUrl,
    origin: String,
}

/// What the browser's session remembers until the user comes back.
#[derive(Deserialize, Serialize)]
struct SignIn {
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

#[derive(Deserialize, Serialize)]
struct User {
    subject: String,
    name: String,
    email: String,
    groups: Vec<String>,
    id_token: CoreIdToken,
}

#[derive(Debug, Deserialize, Serialize)]
struct Groups {
    #[serde(default)]
    groups: Vec<String>,
}
impl AdditionalClaims for Groups {}

#[derive(Deserialize)]
struct Answer {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let issuer = setting("ISSUER", "http://localhost:3000");
    let port = setting("PORT", "4000");
    let origin = setting("ORIGIN", &format!("http://localhost:{port}"));
    let secret = env::var("CLIENT_SECRET").map_err(
        |_| "CLIENT_SECRET is missing: set it to the clientSecret that createClient returned.",
    )?;

    // A redirect could lead the server to addresses that only it can reach.
    let no_redirects = reqwest::redirect::Policy::none();
    let http = reqwest::Client::builder().redirect(no_redirects).build()?;
    let metadata =
        ProviderMetadataWithLogout::discover_async(IssuerUrl::new(issuer)?, &http).await?;
    let end_session = metadata.additional_metadata().end_session_endpoint.clone();
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(setting("CLIENT_ID", "axum")),
        Some(ClientSecret::new(secret)),
    )
    .set_redirect_uri(RedirectUrl::new(format!("{origin}/callback"))?);

    // In memory: use a database in production.
    let sessions = SessionManagerLayer::new(MemoryStore::default())
        .with_same_site(SameSite::Lax)
        .with_secure(origin.starts_with("https:"));
    println!("Open {origin}");
    let passgraph = Passgraph {
        client,
        http,
        end_session: end_session.ok_or("The issuer has no end_session_endpoint.")?,
        origin,
    };
    let app = Router::new()
        .route("/", get(home))
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/logout", post(logout))
        .layer(sessions)
        .with_state(Arc::new(passgraph));
    let listener = tokio::net::TcpListener::bind(format!("localhost:{port}")).await?;
    Ok(axum::serve(listener, app).await?)
}

async fn home(session: Session) -> Result<Markup, Problem> {
    Ok(match session.get::<User>("user").await? {
        None => html! { a href="/login" { "Sign in" } },
        Some(user) => html! {
            h1 { "Hello " (user.name) }
            p { "E-mail: " (user.email) }
            p { "Groups: " (user.groups.join(", ")) }
            form method="post" action="/logout" { button { "Sign out" } }
        },
    })
}

async fn login(
    State(passgraph): State<Arc<Passgraph>>,
    session: Session,
) -> Result<Redirect, Problem> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    let (url, state, nonce) = passgraph
        .client
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
        .add_scopes(["profile", "email", "groups"].map(|scope| Scope::new(scope.into())))
        .set_pkce_challenge(challenge)
        .url();
    session
        .insert(
            "sign_in",
            SignIn {
                state,
                nonce,
                verifier,
            },
        )
        .await?;
    Ok(Redirect::to(url.as_str()))
}

async fn callback(
    State(passgraph): State<Arc<Passgraph>>,
    session: Session,
    Query(answer): Query<Answer>,
) -> Result<Redirect, Problem> {
    let sign_in = session.remove::<SignIn>("sign_in").await?;
    let Some(sign_in) = sign_in.filter(|one| answer.state.as_ref() == Some(one.state.secret()))
    else {
        return Err(Problem("This browser did not start this sign-in.".into()));
    };
    if let Some(error) = answer.error {
        let description = answer.error_description.unwrap_or_default();
        return Err(Problem(format!("{error}: {description}")));
    }
    let code = AuthorizationCode::new(answer.code.unwrap_or_default());
    let tokens = passgraph
        .client
        .exchange_code(code)?
        .set_pkce_verifier(sign_in.verifier)
        .request_async(&passgraph.http)
        .await?;
    let Some(id_token) = tokens.id_token() else {
        return Err(Problem("The response has no ID token.".into()));
    };
    let claims = id_token.claims(&passgraph.client.id_token_verifier(), &sign_in.nonce)?;
    // The subject must be the one of the ID token.
    let more: UserInfoClaims<Groups, CoreGenderClaim> = passgraph
        .client
        .user_info(
            tokens.access_token().clone(),
            Some(claims.subject().clone()),
        )?
        .request_async(&passgraph.http)
        .await?;
    let username = claims.preferred_username().map(|name| name.to_string());
    let name = claims
        .name()
        .and_then(|name| name.get(None))
        .map(|name| name.to_string());
    let user = User {
        subject: claims.subject().to_string(),
        name: name.or(username).unwrap_or_default(),
        email: claims.email().map_or("–".into(), |email| email.to_string()),
        groups: more.additional_claims().groups.clone(),
        id_token: id_token.clone(),
    };
    session.cycle_id().await?; // a new session id at every sign-in
    session.insert("user", user).await?;
    Ok(Redirect::to("/"))
}

async fn logout(
    State(passgraph): State<Arc<Passgraph>>,
    session: Session,
) -> Result<Redirect, Problem> {
    let user = session.get::<User>("user").await?;
    session.flush().await?;
    let Some(user) = user else {
        return Ok(Redirect::to("/"));
    };
    // Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
    let url = LogoutRequest::from(passgraph.end_session.clone())
        .set_id_token_hint(&user.id_token)
        .set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(format!(
            "{}/",
            passgraph.origin
        ))?)
        .http_get_url();
    Ok(Redirect::to(url.as_str()))
}

/// Every error becomes a page that names all of its causes.
struct Problem(String);

impl<E: Error> From<E> for Problem {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            text += &format!(": {inner}");
            cause = inner.source();
        }
        Problem(text)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        eprintln!("Not signed in: {}", self.0);
        let page = html! { p { "Not signed in: " (self.0) } " " a href="/login" { "Sign in" } };
        (StatusCode::BAD_REQUEST, page).into_response()
    }
}

fn setting(name: &str, default: &str) -> String {
    env::var(name).unwrap_or_else(|_| default.into())
}
