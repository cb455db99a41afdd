SECRET_KEY = "the secret of this check, which nothing else knows"
SQLALCHEMY_DATABASE_URI = "sqlite:///{{DATA}}/superset.db?check_same_thread=false"
{{CATALOGUE_B}}
