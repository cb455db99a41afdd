package app;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.Map;
import org.pac4j.core.client.Clients;
import org.pac4j.core.config.Config;
import org.pac4j.core.profile.ProfileManager;
import org.pac4j.javalin.CallbackHandler;
import org.pac4j.javalin.JavalinFrameworkParameters;
import org.pac4j.javalin.LogoutHandler;
import org.pac4j.javalin.SecurityHandler;
import org.pac4j.oidc.client.OidcClient;
import org.pac4j.oidc.config.OidcConfiguration;
import org.pac4j.oidc.profile.OidcProfile;

public class Application {
  public static void main(String[] words) {
    String port = System.getenv("PORT");
    OidcConfiguration settings = new OidcConfiguration();
    settings.setClientId(System.getenv("CLIENT_ID"));
    settings.setSecret(System.getenv("CLIENT_SECRET"));
    settings.setDiscoveryURI(System.getenv("ISSUER") + "/.well-known/openid-configuration");
    Config config = new Config(new Clients("http://localhost:" + port + "/callback", new OidcClient(settings)));

    Javalin.create()
        .get("/callback", new CallbackHandler(config, null, true))
        .before("/login", new SecurityHandler(config, "OidcClient"))
        .get("/login", context -> context.json(describe(config, context)))
        .get("/logout", logout(config))
        .start("localhost", Integer.parseInt(port));
  }

  private static Map<String, Object> describe(Config config, Context context) {
    var parameters = new JavalinFrameworkParameters(context);
    var web = config.getWebContextFactory().newContext(parameters);
    var sessions = config.getSessionStoreFactory().newSessionStore(parameters);
    var profile = new ProfileManager(web, sessions).getProfile(OidcProfile.class).orElseThrow();
    var userinfo = Map.of("sub", profile.getId(), "email", profile.getEmail(), "name", profile.getDisplayName());
    return Map.of("claims", Map.of("iss", profile.getIssuer(), "sub", profile.getSubject()), "userinfo", userinfo);
  }

  private static LogoutHandler logout(Config config) {
    LogoutHandler handler = new LogoutHandler(config);
    handler.localLogout = true;
    handler.centralLogout = true;
    return handler;
  }
}
