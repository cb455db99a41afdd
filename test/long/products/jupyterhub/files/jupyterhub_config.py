c = get_config()  # noqa: F821
c.JupyterHub.bind_url = "{{ORIGIN}}"
c.JupyterHub.hub_port = {{INNER_PORT}}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{{OTHER_INNER_PORT}}"
c.ConfigurableHTTPProxy.command = ["{{FOLDER}}/node_modules/.bin/configurable-http-proxy"]
{{CATALOGUE}}
