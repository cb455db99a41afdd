set -eu
export FLASK_APP=superset SUPERSET_HOME={{DATA}} SUPERSET_CONFIG_PATH={{DATA}}/superset_config.py PYTHONPATH={{DATA}}
superset="{{FOLDER}}/venv/bin/superset"
"$superset" db upgrade
"$superset" init
exec "$superset" run --host localhost --port {{PORT}}
