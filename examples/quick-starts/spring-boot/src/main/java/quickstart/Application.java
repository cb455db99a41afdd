package quickstart;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.web.SecurityFilterChain;

@SpringBootApplication
public class Application {
  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http, ClientRegistrationRepository clients) throws Exception {
    // Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
    var signOut = new OidcClientInitiatedLogoutSuccessHandler(clients);
    signOut.setPostLogoutRedirectUri("{baseUrl}/");

    return http
        .authorizeHttpRequests(rules -> rules
            .requestMatchers("/", "/problem", "/error").permitAll()
            .anyRequest().authenticated())
        .oauth2Login(login -> login
            .loginPage("/")
            .failureHandler(new ExplainFailure()))
        .logout(logout -> logout.logoutSuccessHandler(signOut))
        .build();
  }
}
