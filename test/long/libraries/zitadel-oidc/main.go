// A program with the relying party of zitadel/oidc, as its example shows it.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/pkg/client/rp"
	httphelper "github.com/zitadel/oidc/v3/pkg/http"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

func main() {
	ctx := context.Background()
	redirectURI := "http://localhost:" + os.Getenv("PORT") + "/callback"
	scopes := []string{oidc.ScopeOpenID, oidc.ScopeProfile, oidc.ScopeEmail, oidc.ScopeOfflineAccess}
	key := []byte("sixteen bytes ok")
	cookies := httphelper.NewCookieHandler(key, key, httphelper.WithUnsecure())
	options := []rp.Option{rp.WithCookieHandler(cookies), rp.WithPKCE(cookies)}
	provider, err := rp.NewRelyingPartyOIDC(ctx, os.Getenv("ISSUER"), os.Getenv("CLIENT_ID"), os.Getenv("CLIENT_SECRET"), redirectURI, scopes, options...)
	check(err)

	http.Handle("GET /login", rp.AuthURLHandler(rand.Text, provider))

	show := func(w http.ResponseWriter, r *http.Request, tokens *oidc.Tokens[*oidc.IDTokenClaims], _ string, _ rp.RelyingParty, info *oidc.UserInfo) {
		refreshed, err := rp.RefreshTokens[*oidc.IDTokenClaims](r.Context(), provider, tokens.RefreshToken, "", "")
		check(err)
		http.SetCookie(w, &http.Cookie{Name: "id_token", Value: tokens.IDToken, HttpOnly: true})
		check(json.NewEncoder(w).Encode(map[string]any{
			"claims":    tokens.IDTokenClaims,
			"userinfo":  info,
			"refreshed": refreshed.IDTokenClaims.Subject,
		}))
	}
	http.Handle("GET /callback", rp.CodeExchangeHandler(rp.UserinfoCallback(show), provider))

	http.HandleFunc("GET /logout", func(w http.ResponseWriter, r *http.Request) {
		idToken, err := r.Cookie("id_token")
		check(err)
		url, err := rp.EndSession(r.Context(), provider, idToken.Value, "", "", "", nil)
		check(err)
		// The call ends the session. The server names an address only if the request does.
		if url == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		http.Redirect(w, r, url.String(), http.StatusFound)
	})

	log.Fatal(http.ListenAndServe("localhost:"+os.Getenv("PORT"), nil))
}

func check(err error) {
	if err != nil {
		log.Panic(err)
	}
}
