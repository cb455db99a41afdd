// A web application that people sign in to with Passgraph.
package main

import (
	"context"
	"crypto/rand"
	"encoding/gob"
	"errors"
	"html/template"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/alexedwards/scs/v2"
	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

type user struct {
	Subject  string   `json:"sub"`
	Name     string   `json:"name"`
	Username string   `json:"preferred_username"`
	Email    string   `json:"email"`
	Groups   []string `json:"groups"`
}

// signIn is what the browser's session remembers until the user comes back.
type signIn struct{ State, Nonce, Verifier string }

var (
	issuer = env("ISSUER", "http://localhost:3000")
	port   = env("PORT", "4000")
	origin = env("ORIGIN", "http://localhost:"+port)

	sessions = scs.New() // in memory: give it a store in production
	config   oauth2.Config
	provider *oidc.Provider

	pages = template.Must(template.New("").Funcs(template.FuncMap{"join": strings.Join}).Parse(`
{{define "home"}}{{if .Subject}}
<h1>Hello {{or .Name .Username}}</h1>
<p>E-mail: {{or .Email "–"}}</p>
<p>Groups: {{join .Groups ", "}}</p>
<form method="post" action="/logout"><button>Sign out</button></form>
{{else}}<a href="/login">Sign in</a>{{end}}{{end}}
{{define "problem"}}<p>Not signed in: {{.}}</p> <a href="/login">Sign in</a>{{end}}`))
)

func main() {
	secret := env("CLIENT_SECRET", "")
	if secret == "" {
		log.Fatal("CLIENT_SECRET is missing: set it to the clientSecret that createClient returned.")
	}
	var err error
	if provider, err = oidc.NewProvider(context.Background(), issuer); err != nil {
		log.Fatalf("Cannot use ISSUER=%s: %v", issuer, err)
	}
	config = oauth2.Config{
		ClientID:     env("CLIENT_ID", "go"),
		ClientSecret: secret,
		RedirectURL:  origin + "/callback",
		Endpoint:     provider.Endpoint(),
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email", "groups"},
	}
	gob.Register(user{})
	gob.Register(signIn{})
	sessions.Cookie.Secure = strings.HasPrefix(origin, "https:")

	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", home)
	mux.HandleFunc("GET /login", login)
	mux.HandleFunc("GET /callback", callback)
	mux.HandleFunc("POST /logout", logout)
	log.Printf("Open %s", origin)
	log.Fatal(http.ListenAndServe("localhost:"+port, sessions.LoadAndSave(mux)))
}

func home(w http.ResponseWriter, r *http.Request) {
	current, _ := sessions.Get(r.Context(), "user").(user)
	show(w, "home", current)
}

func login(w http.ResponseWriter, r *http.Request) {
	started := signIn{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	sessions.Put(r.Context(), "signIn", started)
	address := config.AuthCodeURL(started.State, oidc.Nonce(started.Nonce), oauth2.S256ChallengeOption(started.Verifier))
	http.Redirect(w, r, address, http.StatusFound)
}

func callback(w http.ResponseWriter, r *http.Request) {
	current, idToken, err := finish(r)
	if err == nil {
		err = sessions.RenewToken(r.Context()) // a new session id at every sign-in
	}
	if err != nil {
		log.Print(err)
		w.WriteHeader(http.StatusBadRequest)
		show(w, "problem", err.Error())
		return
	}
	sessions.Put(r.Context(), "user", current)
	sessions.Put(r.Context(), "idToken", idToken)
	http.Redirect(w, r, "/", http.StatusFound)
}

// finish compares the state, exchanges the code, verifies the ID token and compares the nonce.
func finish(r *http.Request) (current user, idToken string, err error) {
	started, ok := sessions.Pop(r.Context(), "signIn").(signIn)
	if !ok || r.FormValue("state") != started.State {
		return current, "", errors.New("this browser did not start this sign-in")
	}
	if problem := r.FormValue("error"); problem != "" {
		return current, "", errors.New(problem + ": " + r.FormValue("error_description"))
	}
	token, err := config.Exchange(r.Context(), r.FormValue("code"), oauth2.VerifierOption(started.Verifier))
	if err != nil {
		return current, "", err
	}
	idToken, _ = token.Extra("id_token").(string)
	verified, err := provider.Verifier(&oidc.Config{ClientID: config.ClientID}).Verify(r.Context(), idToken)
	if err != nil {
		return current, "", err
	}
	if verified.Nonce != started.Nonce {
		return current, "", errors.New("the nonce is another one")
	}
	return current, idToken, verified.Claims(&current)
}

func logout(w http.ResponseWriter, r *http.Request) {
	idToken := sessions.GetString(r.Context(), "idToken")
	if err := sessions.Destroy(r.Context()); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	var metadata struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := provider.Claims(&metadata); err != nil || idToken == "" {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	// Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
	parameters := url.Values{"post_logout_redirect_uri": {origin + "/"}, "id_token_hint": {idToken}}
	http.Redirect(w, r, metadata.EndSession+"?"+parameters.Encode(), http.StatusSeeOther)
}

func show(w http.ResponseWriter, page string, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := pages.ExecuteTemplate(w, page, data); err != nil {
		log.Print(err)
	}
}

func env(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}
