package dev.atrium.demo;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Base64;
import java.util.Properties;

/** Sends mails to a mailbox over real SMTP. */
final class Letters {
    static final byte[] DOT =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==");

    private final Session session;

    Letters(Mailbox mailbox) {
        var properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(mailbox.port()));
        session = Session.getInstance(properties);
    }

    void plain(String to, String subject, String text) throws MessagingException {
        var mail = addressed(to, subject);
        mail.setText(text, "utf-8");
        Transport.send(mail);
    }

    /** Text and HTML as alternatives, the HTML with an inline picture under the id {@code logo@portal}. */
    void rich(String to, String subject, String text, String html) throws MessagingException {
        var plain = new MimeBodyPart();
        plain.setText(text, "iso-8859-1");
        plain.setHeader("Content-Transfer-Encoding", "quoted-printable");
        var page = new MimeBodyPart();
        page.setContent(html, "text/html; charset=utf-8");
        page.setHeader("Content-Transfer-Encoding", "quoted-printable");
        var logo = new MimeBodyPart();
        logo.setDisposition("inline");
        logo.setContentID("<logo@portal>");
        logo.setDataHandler(new jakarta.activation.DataHandler(
                new jakarta.mail.util.ByteArrayDataSource(DOT, "image/gif; name=\"logo.gif\"")));
        var related = new MimeBodyPart();
        related.setContent(new MimeMultipart("related", page, logo));
        var mail = addressed(to, subject);
        mail.setContent(new MimeMultipart("alternative", plain, related));
        Transport.send(mail);
    }

    private MimeMessage addressed(String to, String subject) throws MessagingException {
        var mail = new MimeMessage(session);
        try {
            mail.setFrom(new InternetAddress("portal@acme.example", "Acmé", "utf-8"));
        } catch (java.io.UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
        mail.setRecipients(RecipientType.TO, to);
        mail.setSubject(subject, "utf-8");
        return mail;
    }
}
