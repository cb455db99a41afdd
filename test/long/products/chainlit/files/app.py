import chainlit as cl


@cl.oauth_callback
def oauth_callback(provider_id, token, raw_user_data, default_user):
    return default_user


@cl.on_chat_start
async def on_chat_start():
    await cl.Message(content="Hello").send()
