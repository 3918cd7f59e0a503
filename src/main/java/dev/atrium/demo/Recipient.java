package dev.atrium.demo;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import jakarta.mail.internet.MimeMessage;
import java.util.function.Consumer;

/** Whoever a mail goes to. GreenMail hands the mail over here and keeps none itself, so its store never grows. */
record Recipient(String address, Consumer<MovingMessage> inbox) implements GreenMailUser {
    @Override
    public void deliver(MovingMessage mail) {
        inbox.accept(mail);
    }

    @Override
    public void deliver(MimeMessage mail) {
        var moving = new MovingMessage();
        moving.setMimeMessage(mail);
        inbox.accept(moving);
    }

    @Override
    public String getEmail() {
        return address;
    }

    @Override
    public String getLogin() {
        return address;
    }

    @Override
    public String getQualifiedMailboxName() {
        return address;
    }

    // Nobody signs in to this mailbox, so there is no account to make, to end or to guard.

    @Override
    public void create() {}

    @Override
    public void delete() {}

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public void setPassword(String password) {}

    @Override
    public void authenticate(String password) {}
}
