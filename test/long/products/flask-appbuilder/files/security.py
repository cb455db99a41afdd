from flask_appbuilder.security.sqla.manager import SecurityManager


class CustomSecurityManager(SecurityManager):
    def oauth_user_info(self, provider, response=None):
        me = self.appbuilder.sm.oauth_remotes[provider].get("userinfo").json()
        return {"username": me["preferred_username"], "email": me["email"], "first_name": me["name"], "last_name": ""}
