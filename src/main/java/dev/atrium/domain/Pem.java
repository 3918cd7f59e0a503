package dev.atrium.domain;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** Keys and certificates as they lie in files and rows. */
final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** A fresh key on P-256. */
    static KeyPair key() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static List<X509Certificate> chain(String pem) throws GeneralSecurityException, IOException {
        var factory = CertificateFactory.getInstance("X.509");
        try (var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
            Collection<?> all = factory.generateCertificates(in);
            return all.stream().map(X509Certificate.class::cast).toList();
        }
    }

    static String text(List<X509Certificate> chain) throws GeneralSecurityException {
        var pem = new StringBuilder();
        for (var certificate : chain)
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(LINES.encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        return pem.toString();
    }

    /** A key in PKCS 8, elliptic or RSA. */
    static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        var spec = new PKCS8EncodedKeySpec(pkcs8);
        try {
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        } catch (InvalidKeySpecException notElliptic) {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        }
    }

    /** The bytes between the lines of a PEM text that holds one thing. */
    static byte[] bytes(String pem) {
        return Base64.getDecoder()
                .decode(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
    }

    /** Both halves of a key in one text, to be sealed. */
    static byte[] pair(KeyPair pair) {
        var encoder = Base64.getEncoder();
        return (encoder.encodeToString(pair.getPrivate().getEncoded()) + "."
                        + encoder.encodeToString(pair.getPublic().getEncoded()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    static KeyPair pair(byte[] text) throws GeneralSecurityException {
        var halves = new String(text, StandardCharsets.US_ASCII).split("\\.", 2);
        var factory = KeyFactory.getInstance("EC");
        return new KeyPair(
                factory.generatePublic(
                        new X509EncodedKeySpec(Base64.getDecoder().decode(halves[1]))),
                factory.generatePrivate(
                        new PKCS8EncodedKeySpec(Base64.getDecoder().decode(halves[0]))));
    }
}
