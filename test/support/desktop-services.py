"""What a desktop offers on its session bus: a notification server (Desktop Notifications Specification 1.2) and a tray
(StatusNotifierWatcher, with the menus of com.canonical.dbusmenu). Each event is a JSON line on standard output; commands come as
JSON lines on standard input. Run by desktop-services.ts with Debian's own Python."""

import json
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
PROPERTIES = "org.freedesktop.DBus.Properties"


def say(kind, **data):
    print(json.dumps({"kind": kind, **data}), flush=True)


class Notifications(dbus.service.Object):
    NAME = "org.freedesktop.Notifications"

    def __init__(self):
        self.owned = dbus.service.BusName(self.NAME, bus)
        super().__init__(bus, "/org/freedesktop/Notifications")
        self.last = 0

    @dbus.service.method(NAME, out_signature="as")
    def GetCapabilities(self):
        return ["actions", "body"]

    @dbus.service.method(NAME, out_signature="ssss")
    def GetServerInformation(self):
        return ("test", "test", "1", "1.2")

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, summary, body, actions, hints, timeout):
        self.last += 1
        say("notification", id=self.last, app=str(app), title=str(summary), body=str(body), actions=[str(a) for a in actions])
        return self.last

    @dbus.service.method(NAME, in_signature="u")
    def CloseNotification(self, number):
        self.NotificationClosed(number, 3)

    @dbus.service.signal(NAME, signature="uu")
    def NotificationClosed(self, number, reason):
        pass

    @dbus.service.signal(NAME, signature="us")
    def ActionInvoked(self, number, action):
        pass


class Watcher(dbus.service.Object):
    NAME = "org.kde.StatusNotifierWatcher"

    def __init__(self):
        self.owned = dbus.service.BusName(self.NAME, bus)
        super().__init__(bus, "/StatusNotifierWatcher")
        self.owner = None
        self.path = "/StatusNotifierItem"

    @dbus.service.method(NAME, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender):
        # Either the name of a service or the path of its object (both are in use).
        self.owner, self.path = (sender, str(service)) if service.startswith("/") else (str(service), "/StatusNotifierItem")
        say("item")

    @dbus.service.method(NAME, in_signature="s")
    def RegisterStatusNotifierHost(self, service):
        pass

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {
            "IsStatusNotifierHostRegistered": True,
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array([], signature="s"),
        }

    def properties(self):
        item = bus.get_object(self.owner, self.path, introspect=False)
        return dbus.Interface(item, PROPERTIES).GetAll("org.kde.StatusNotifierItem")

    def menu(self):
        return dbus.Interface(
            bus.get_object(self.owner, self.properties()["Menu"], introspect=False), "com.canonical.dbusmenu"
        )

    def entries(self):
        # An empty list: all properties. dbusmenu marks a shortcut by an underscore, and doubles one that is meant.
        _, (_, _, children) = self.menu().GetLayout(0, -1, dbus.Array([], signature="s"))
        return [
            {
                "id": int(number),
                "label": str(properties.get("label", "")).replace("__", "\0").replace("_", "").replace("\0", "_"),
                "separator": properties.get("type") == "separator",
                "enabled": bool(properties.get("enabled", True)),
            }
            for number, properties, _ in children
        ]

    def click(self, label):
        [entry] = [each for each in self.entries() if each["label"].startswith(label)]
        self.menu().Event(entry["id"], "clicked", dbus.Int32(0, variant_level=1), dbus.UInt32(0))

    def activate(self):
        item = bus.get_object(self.owner, self.path, introspect=False)
        dbus.Interface(item, "org.kde.StatusNotifierItem").Activate(0, 0)


def item_of(properties):
    pictures = properties.get("IconPixmap", [])
    # Pixels as ARGB: enough to tell one state from another.
    pixels = [bytes(bytearray(data)).hex() for _, _, data in pictures]
    tooltip = properties.get("ToolTip", ("", [], "", ""))
    return {"tooltip": str(tooltip[2]), "pixels": pixels}


notifications, watcher = Notifications(), Watcher()
commands = {
    "press": lambda id, action: notifications.ActionInvoked(dbus.UInt32(id), action),
    "item": lambda: item_of(watcher.properties()),
    "menu": watcher.entries,
    "click": watcher.click,
    "activate": watcher.activate,
}


def heard(_source, _condition):
    line = sys.stdin.readline()
    if line == "":
        loop.quit()
        return False
    command = json.loads(line)
    try:
        say("answer", value=commands[command.pop("do")](**command))
    except Exception as error:  # said to the test, which fails with it
        say("answer", error=repr(error))
    return True


loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, heard)
say("ready")
loop.run()
