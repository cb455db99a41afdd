SERVER_MODE = True
DATA_DIR = "{{DATA}}"
LOG_FILE = "{{DATA}}/pgadmin.log"
SQLITE_PATH = "{{DATA}}/pgadmin.db"
SESSION_DB_PATH = "{{DATA}}/sessions"
STORAGE_DIR = "{{DATA}}/storage"
DEFAULT_SERVER = "localhost"
DEFAULT_SERVER_PORT = {{PORT}}
MASTER_PASSWORD_REQUIRED = False
{{CATALOGUE}}
