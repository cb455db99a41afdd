package main

import (
	"cmp"
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
)

var (
	issuer = cmp.Or(os.Getenv("ISSUER"), "http://localhost:3000")
	host   = "localhost:" + cmp.Or(os.Getenv("PORT"), "5000")
	// The key set is cached, and fetched again for an unknown kid.
	keys     = oidc.NewRemoteKeySet(context.Background(), issuer+"/oidc/jwks")
	verifier = oidc.NewVerifier(issuer, keys, &oidc.Config{
		ClientID:             "http://" + host + "/", // the audience: the `resource` of this API's scopes
		SupportedSigningAlgs: []string{"RS256"},
	})
)

type caller struct {
	Subject string `json:"sub"`
	Scope   string `json:"scope"`
}

func verifyCaller(r *http.Request) (*caller, bool) {
	token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !isBearer {
		return nil, false
	}
	// go-oidc checks signature, issuer, audience and expiry. The header says whether it is an access token.
	parsed, err := jose.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil || parsed.Signatures[0].Header.ExtraHeaders[jose.HeaderType] != "at+jwt" {
		return nil, false
	}
	checked, err := verifier.Verify(r.Context(), token)
	if err != nil {
		return nil, false
	}
	var claims caller
	return &claims, checked.Claims(&claims) == nil
}

func refuse(w http.ResponseWriter, status int, reason string) {
	w.Header().Set("WWW-Authenticate", `Bearer error="`+reason+`"`)
	http.Error(w, reason, status)
}

func main() {
	http.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		claims, ok := verifyCaller(r)
		if !ok {
			refuse(w, http.StatusUnauthorized, "invalid_token")
			return
		}
		if !slices.Contains(strings.Fields(claims.Scope), "invoices:read") {
			refuse(w, http.StatusForbidden, "insufficient_scope")
			return
		}
		json.NewEncoder(w).Encode(map[string]any{"invoices": []string{}, "calledBy": claims.Subject})
	})
	log.Fatal(http.ListenAndServe(host, nil))
}
