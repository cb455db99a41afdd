from django.urls import path

from quickstart import views

urlpatterns = [
    path("", views.home),
    path("login", views.sign_in),
    path("callback", views.callback),
    path("logout", views.sign_out),
]
