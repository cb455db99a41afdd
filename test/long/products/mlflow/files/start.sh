set -eu
python="{{FOLDER}}/venv/bin/python"
# MLflow never demotes its last administrator.
"$python" -c 'from mlflow_oidc_auth.store import store
store.create_user("root@example.com", "Root", is_admin=True)'
exec "$python" -m mlflow server --app-name oidc-auth --workers 1 --host localhost --port "{{PORT}}" \
  --backend-store-uri "sqlite:///{{DATA}}/mlflow.db"
