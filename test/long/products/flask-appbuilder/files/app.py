from flask import Flask
from flask_appbuilder import AppBuilder
from flask_appbuilder.utils.legacy import get_sqla_class

app = Flask(__name__)
app.config.from_object("config")
db = get_sqla_class()()

with app.app_context():
    db.init_app(app)
    appbuilder = AppBuilder(app, db.session)

app.run(host="localhost", port={{PORT}})
