# The button of st.login sends the browser to this token's address, over a web socket.
from streamlit.auth_util import encode_provider_token

print(encode_provider_token("default"))
