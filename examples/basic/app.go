package main

import (
	"cmp"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"html"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/golang-jwt/jwt/v5"
)

const clientID = "shop"

type claims struct {
	jwt.RegisteredClaims
	UserID   string `json:"userId"`
	Username string `json:"username"`
	token    string
}

var (
	issuer   = cmp.Or(os.Getenv("ISSUER"), "http://localhost:3000")
	host     = "localhost:" + cmp.Or(os.Getenv("PORT"), "4000")
	origin   = "http://" + host
	secret   = []byte(os.Getenv("CLIENT_SECRET"))
	sessions sync.Map // in memory: use a store that expires them
)

func main() {
	if len(secret) == 0 {
		log.SetFlags(0)
		log.Fatal("CLIENT_SECRET is missing: set it to the clientSecret that createClient returned.")
	}
	http.HandleFunc("GET /{$}", home)
	http.HandleFunc("GET /login", login)
	http.HandleFunc("GET /callback", callback)
	http.HandleFunc("GET /logout", logout)
	fmt.Println("Open", origin)
	log.Fatal(http.ListenAndServe(host, nil))
}

func home(w http.ResponseWriter, r *http.Request) {
	user, ok := sessions.Load(cookieOf(r, "session"))
	if !ok {
		fmt.Fprint(w, `<a href="/login">Sign in</a>`)
		return
	}
	name, id := html.EscapeString(user.(claims).Username), user.(claims).UserID
	fmt.Fprintf(w, `Hello %s, you are %s. <a href="/logout">Sign out</a>`, name, id)
}

func login(w http.ResponseWriter, r *http.Request) {
	state := rand.Text()
	setCookie(w, "state", state)
	query := url.Values{"redirectUri": {origin + "/callback"}, "state": {state}}
	http.Redirect(w, r, issuer+"/auth/login/"+clientID+"?"+query.Encode(), http.StatusFound)
}

func callback(w http.ResponseWriter, r *http.Request) {
	expectedState, query := cookieOf(r, "state"), r.URL.Query()
	http.SetCookie(w, &http.Cookie{Name: "state", Path: "/", MaxAge: -1})
	if expectedState == "" || subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(expectedState)) != 1 {
		http.Error(w, "This browser did not start a sign-in. Start again at /login.", http.StatusBadRequest)
		return
	}
	if query.Has("error") {
		http.Error(w, "Not signed in: "+query.Get("error"), http.StatusForbidden)
		return
	}
	var user claims
	_, err := jwt.ParseWithClaims(query.Get("token"), &user, func(*jwt.Token) (any, error) { return secret, nil },
		jwt.WithValidMethods([]string{"HS256"}),
		jwt.WithIssuer(issuer),
		jwt.WithAudience(host),
		jwt.WithExpirationRequired(),
	)
	if err != nil || user.UserID == "" {
		http.Error(w, "Not signed in: the token is not valid", http.StatusForbidden)
		return
	}
	user.token = query.Get("token")
	session := rand.Text()
	sessions.Store(session, user)
	setCookie(w, "session", session)
	http.Redirect(w, r, "/", http.StatusFound)
}

func logout(w http.ResponseWriter, r *http.Request) {
	query := url.Values{"redirectUri": {origin + "/"}}
	if user, ok := sessions.LoadAndDelete(cookieOf(r, "session")); ok {
		query.Set("token", user.(claims).token)
	}
	http.Redirect(w, r, issuer+"/auth/logout/"+clientID+"?"+query.Encode(), http.StatusFound)
}

func cookieOf(r *http.Request, name string) string {
	cookie, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

func setCookie(w http.ResponseWriter, name, value string) {
	secure := strings.HasPrefix(origin, "https:")
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure,
	})
}
