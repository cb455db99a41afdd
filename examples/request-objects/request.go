package main

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const clientID = "desk"

var (
	issuer = cmp.Or(os.Getenv("ISSUER"), "http://localhost:3000")
	port   = cmp.Or(os.Getenv("PORT"), "4000")
	secret = os.Getenv("CLIENT_SECRET")
)

func loadSigner() (jose.Signer, error) {
	options := (&jose.SignerOptions{}).WithType("oauth-authz-req+jwt")
	if os.Getenv("ALG") == "HS256" {
		return jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: []byte(secret)}, options)
	}
	text, err := os.ReadFile("private.jwk")
	if err != nil {
		return nil, err
	}
	var key jose.JSONWebKey // includes the kid, which the signer puts in the header
	if err := json.Unmarshal(text, &key); err != nil {
		return nil, err
	}
	return jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: key}, options)
}

func signRequest(parameters map[string]any) (string, error) {
	signer, err := loadSigner()
	if err != nil {
		return "", err
	}
	now := time.Now()
	return jwt.Signed(signer).Claims(parameters).Claims(map[string]any{
		"iss": clientID, "client_id": clientID, "aud": issuer, "jti": rand.Text(),
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
	}).Serialize()
}

func push(request string) (string, error) {
	form := url.Values{"request": {request}}
	post, err := http.NewRequest("POST", issuer+"/oidc/par", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	post.SetBasicAuth(url.QueryEscape(clientID), url.QueryEscape(secret))
	answer, err := http.DefaultClient.Do(post)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var pushed struct {
		RequestURI  string `json:"request_uri"`
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&pushed); err != nil {
		return "", err
	}
	if answer.StatusCode != http.StatusCreated {
		return "", fmt.Errorf("%s: %s", pushed.Error, pushed.Description)
	}
	return pushed.RequestURI, nil
}

func authorizationURL(name, value string) string {
	return issuer + "/oidc/authorize?" + url.Values{"client_id": {clientID}, name: {value}}.Encode()
}

func main() {
	verifier := rand.Text() + rand.Text() // keep it: the token request needs it
	challenge := sha256.Sum256([]byte(verifier))
	parameters := map[string]any{
		"response_type":         "code",
		"redirect_uri":          "http://localhost:" + port + "/callback",
		"scope":                 "openid profile",
		"state":                 rand.Text(),
		"nonce":                 rand.Text(),
		"code_challenge":        base64.RawURLEncoding.EncodeToString(challenge[:]),
		"code_challenge_method": "S256",
	}
	byValue, err := signRequest(parameters)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(authorizationURL("request", byValue))

	toPush, err := signRequest(parameters)
	if err != nil {
		log.Fatal(err)
	}
	requestURI, err := push(toPush)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(authorizationURL("request_uri", requestURI))
}
