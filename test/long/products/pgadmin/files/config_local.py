SERVER_MODE = True
DATA_DIR = "{{DATA}}"
LOG_FILE = "{{DATA}}/pgadmin.log"
SQLITE_PATH = "{{DATA}}/pgadmin.db"
SESSION_DB_PATH = "{{DATA}}/sessions"
STORAGE_DIR = "{{DATA}}/storage"
DEFAULT_SERVER = "localhost"
DEFAULT_SERVER_PORT = {{PORT}}
MASTER_PASSWORD_REQUIRED = False
AUTHENTICATION_SOURCES = ["oauth2", "internal"]
OAUTH2_AUTO_CREATE_USER = True
OAUTH2_CONFIG = [
    {
        "OAUTH2_NAME": "passgraph",
        "OAUTH2_DISPLAY_NAME": "Passgraph",
        "OAUTH2_CLIENT_ID": "{{CLIENT_ID}}",
        "OAUTH2_CLIENT_SECRET": "{{CLIENT_SECRET}}",
        "OAUTH2_SERVER_METADATA_URL": "{{ISSUER}}/.well-known/openid-configuration",
        "OAUTH2_TOKEN_URL": "{{ISSUER}}/oidc/token",
        "OAUTH2_AUTHORIZATION_URL": "{{ISSUER}}/oidc/authorize",
        "OAUTH2_API_BASE_URL": "{{ISSUER}}/oidc/",
        "OAUTH2_USERINFO_ENDPOINT": "userinfo",
        "OAUTH2_SCOPE": "openid email profile",
        "OAUTH2_ICON": "fa-key",
        "OAUTH2_BUTTON_COLOR": "#1976d2",
    }
]
