// An application as Grafana, Portainer, Argo CD and many others are: golang.org/x/oauth2 and go-oidc.
// It says where the browser is to go, is told where that came back to, and says who is signed in.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/url"
	"os"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	ctx := context.Background()
	provider := must(oidc.NewProvider(ctx, os.Getenv("ISSUER")))
	config := oauth2.Config{
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		RedirectURL:  os.Getenv("REDIRECT_URI"),
		Endpoint:     provider.Endpoint(),
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email", oidc.ScopeOfflineAccess},
	}
	var ask, redeem []oauth2.AuthCodeOption
	if os.Getenv("PKCE") == "S256" {
		verifier := oauth2.GenerateVerifier()
		ask = append(ask, oauth2.S256ChallengeOption(verifier))
		redeem = append(redeem, oauth2.VerifierOption(verifier))
	}
	fmt.Println(config.AuthCodeURL("the-state", ask...))

	line := must(bufio.NewReader(os.Stdin).ReadString('\n'))
	callback := must(url.Parse(strings.TrimSpace(line))).Query()
	if callback.Get("state") != "the-state" {
		log.Fatal("another state came back")
	}
	token := must(config.Exchange(ctx, callback.Get("code"), redeem...))
	raw, _ := token.Extra("id_token").(string)
	idToken := must(provider.Verifier(&oidc.Config{ClientID: config.ClientID}).Verify(ctx, raw))
	if err := idToken.VerifyAccessToken(token.AccessToken); err != nil {
		log.Fatal(err)
	}
	userinfo := must(provider.UserInfo(ctx, oauth2.StaticTokenSource(token)))
	// Without an access token it refreshes at once.
	refreshed := must(config.TokenSource(ctx, &oauth2.Token{RefreshToken: token.RefreshToken}).Token())
	fmt.Println(string(must(json.Marshal(map[string]any{
		"subject":   idToken.Subject,
		"email":     userinfo.Email,
		"refreshed": refreshed.AccessToken != token.AccessToken && refreshed.RefreshToken != token.RefreshToken,
	}))))
}
