SECRET_KEY = "the secret of this check, which nothing else knows"
SQLALCHEMY_DATABASE_URI = "sqlite:///{{DATA}}/app.db"
{{CATALOGUE_B}}
