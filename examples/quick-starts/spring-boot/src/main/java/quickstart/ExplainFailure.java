package quickstart;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Keeps the reason in the session, and shows it on the page `/problem`. */
class ExplainFailure implements AuthenticationFailureHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ExplainFailure.class);

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure) throws IOException {
    LOG.warn("Not signed in", failure);
    request.getSession().setAttribute("reason", reasonOf(failure));
    response.sendRedirect("/problem");
  }

  private static String reasonOf(AuthenticationException failure) {
    if (!(failure instanceof OAuth2AuthenticationException refused)) return failure.getMessage();
    String description = refused.getError().getDescription();
    return refused.getError().getErrorCode() + (description == null ? "" : ": " + description);
  }
}
