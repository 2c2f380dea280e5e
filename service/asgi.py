"""The console as an ASGI application, with the addresses for pushed messages before it."""

from django.core.asgi import get_asgi_application

from service.own_account import behind_doors

application = behind_doors(get_asgi_application())
