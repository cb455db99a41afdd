// A program with golang.org/x/oauth2 and go-oidc, as their documentation shows them.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log"
	"net/http"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

func main() {
	ctx := context.Background()
	origin := "http://localhost:" + os.Getenv("PORT")
	provider := must(oidc.NewProvider(ctx, os.Getenv("ISSUER")))
	config := oauth2.Config{
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		RedirectURL:  origin + "/callback",
		Endpoint:     provider.Endpoint(),
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email", oidc.ScopeOfflineAccess},
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: config.ClientID})

	http.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		state, nonce := rand.Text(), rand.Text()
		http.SetCookie(w, &http.Cookie{Name: "state", Value: state, HttpOnly: true})
		http.SetCookie(w, &http.Cookie{Name: "nonce", Value: nonce, HttpOnly: true})
		http.Redirect(w, r, config.AuthCodeURL(state, oidc.Nonce(nonce)), http.StatusFound)
	})

	http.HandleFunc("GET /callback", func(w http.ResponseWriter, r *http.Request) {
		if must(r.Cookie("state")).Value != r.URL.Query().Get("state") {
			log.Panic("the state is another one")
		}
		token := must(config.Exchange(ctx, r.URL.Query().Get("code")))
		raw, _ := token.Extra("id_token").(string)
		idToken := must(verifier.Verify(ctx, raw))
		if must(r.Cookie("nonce")).Value != idToken.Nonce {
			log.Panic("the nonce is another one")
		}
		userinfo := must(provider.UserInfo(ctx, oauth2.StaticTokenSource(token)))
		// A token without an access token is refreshed at once.
		refreshed := must(config.TokenSource(ctx, &oauth2.Token{RefreshToken: token.RefreshToken}).Token())
		again := must(provider.UserInfo(ctx, oauth2.StaticTokenSource(refreshed)))
		var claims, user any
		check(idToken.Claims(&claims))
		check(userinfo.Claims(&user))
		check(json.NewEncoder(w).Encode(map[string]any{"claims": claims, "userinfo": user, "refreshed": again.Subject}))
	})

	log.Fatal(http.ListenAndServe("localhost:"+os.Getenv("PORT"), nil))
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		log.Panic(err)
	}
}
