package quickstart;

import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
class Pages {
  @GetMapping("/")
  String home(@AuthenticationPrincipal OidcUser user, Model model) {
    if (user == null) return "visitor";
    List<String> groups = user.getClaimAsStringList("groups");
    model.addAttribute("name", user.getFullName() == null ? user.getPreferredUsername() : user.getFullName());
    model.addAttribute("email", user.getEmail() == null ? "–" : user.getEmail());
    model.addAttribute("groups", groups == null ? "" : String.join(", ", groups));
    return "user";
  }

  @GetMapping("/problem")
  String problem(HttpSession session, Model model) {
    model.addAttribute("reason", session.getAttribute("reason"));
    return "problem";
  }
}
