from flask_appbuilder.security.manager import AUTH_OAUTH
from security import CustomSecurityManager

SECRET_KEY = "the secret of this check, which nothing else knows"
SQLALCHEMY_DATABASE_URI = "sqlite:///{{DATA}}/app.db"
AUTH_TYPE = AUTH_OAUTH
AUTH_USER_REGISTRATION = True
AUTH_USER_REGISTRATION_ROLE = "Admin"
FAB_SECURITY_MANAGER_CLASS = "security.CustomSecurityManager"
OAUTH_PROVIDERS = [
    {
        "name": "passgraph",
        "icon": "fa-key",
        "token_key": "access_token",
        "remote_app": {
            "client_id": "{{CLIENT_ID}}",
            "client_secret": "{{CLIENT_SECRET}}",
            "api_base_url": "{{ISSUER}}/oidc/",
            "server_metadata_url": "{{ISSUER}}/.well-known/openid-configuration",
            "client_kwargs": {"scope": "openid profile email"},
        },
    }
]
