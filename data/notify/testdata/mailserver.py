"""A real SMTP server for tests: aiosmtpd with STARTTLS and AUTH, on a free port of this machine. It prints the port, and for every message one
line of JSON: what the mail says, as Python's own e-mail package and the icalendar package read it. With "count" it prints nothing but the number when
its input ends."""
import asyncio
import email
import email.policy
import json
import ssl
import sys

import icalendar
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

certificate, key, mode = sys.argv[1:4]


def entry(text):
    calendar = icalendar.Calendar.from_ical(text)
    event = calendar.walk("VEVENT")[0]
    return {"method": str(calendar["METHOD"]), "uid": str(event["UID"]), "sequence": int(event["SEQUENCE"]), "summary": str(event["SUMMARY"]),
            "start": event["DTSTART"].dt.isoformat(), "attendee": str(event["ATTENDEE"])}


def read(envelope, session):
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    said = {"tls": session.ssl is not None, "user": session.auth_data, "mail_from": envelope.mail_from, "rcpt": envelope.rcpt_tos,
            "defects": [repr(d) for part in message.walk() for d in part.defects], "parts": []}
    for name in ("Subject", "From", "To", "Message-ID", "Date", "Auto-Submitted", "Bcc", "MIME-Version"):
        said[name] = None if message[name] is None else str(message[name])
    said["receivers"] = [[a.display_name, a.addr_spec] for a in message["To"].addresses]
    said["senders"] = [[a.display_name, a.addr_spec] for a in message["From"].addresses]
    for part in message.walk():
        if part.is_multipart():
            said["parts"].append({"type": part.get_content_type()})
            continue
        text = part.get_payload(decode=True).decode(part.get_content_charset() or "utf-8")
        found = {"type": part.get_content_type(), "disposition": part.get_content_disposition(), "name": part.get_filename(), "charset": part.get_content_charset(),
                 "method": part.get_param("method"), "text": text}
        if part.get_content_type() == "text/calendar":
            found["entry"] = entry(text)
        said["parts"].append(found)
    said["longest"] = max(len(line) for line in envelope.content.split(b"\r\n"))
    return said


class Box:
    count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        if mode != "count":
            print(json.dumps(read(envelope, session)), flush=True)
        return "250 2.0.0 OK queued as %d" % self.count


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"bank" and data.password == b"secret-password"
    return AuthResult(success=good, handled=False, auth_data=data.login.decode() if good else None)


class House(Controller):
    def factory(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return SMTP(self.handler, hostname="mail.example.com", tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticate,
                    enable_SMTPUTF8=True)


box = Box()
house = House(box, hostname="127.0.0.1", port=0)
# Controller tries its own server by connecting to the port it was told; with a free port that cannot be, so that it is opened by hand.
loop = asyncio.new_event_loop()
house.loop = loop
server = loop.run_until_complete(loop.create_server(house.factory, "127.0.0.1", 0))
print(server.sockets[0].getsockname()[1], flush=True)


def ended():
    if not sys.stdin.buffer.read(1):
        loop.stop()


loop.add_reader(sys.stdin, ended)
loop.run_forever()
print(box.count, flush=True)
