set -eu
export AIRFLOW_HOME={{DATA}}
airflow="{{FOLDER}}/venv/bin/airflow"
"$airflow" db migrate
exec "$airflow" api-server --host localhost --port {{PORT}} --workers 1
