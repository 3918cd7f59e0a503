package dev.atrium.identity.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredHashTest {
    private static final String HORSE = "correct horse battery staple";
    private static final String UMLAUTS = "p\u00E4ssw\u00F6rd \u00FCn\u00EF";

    /** Made by Python's bcrypt 5, argon2-cffi 25, Django 5.2 and passlib 1.7; the last four are published vectors. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "HORSE $2b$05$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN2",
                "HORSE bcrypt$$2b$05$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN2",
                "HORSE $2y$05$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN2",
                "UMLAUTS $2a$04$aD19xpWWk2FEBcOXDK4JAOvCA0E3oiIObKZlsf/5GzjnTeLZ.bQvS",
                "X72 $2b$04$XaLy.Glyi.9ETRPSYz0JK.1FASev2vnea0tBb73r5ykdpN.rOTtOq",
                "HORSE $argon2id$v=19$m=1024,t=3,p=4$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "HORSE $argon2i$v=19$m=1024,t=3,p=4$KNXWXHijZy1zxVTK2OQpGg$YNIih9vJMmzt9Q/4o6QTPEhMRgQ2uFpctEGDnq5xDzM",
                "HORSE argon2$argon2id$v=19$m=1024,t=2,p=2$YzI5dFpYTmhiSFF4TWpNMA$VeojmDR+wsgPp8t3n4dG9nvwb3485VW1+s+9/0tKxnA",
                "UMLAUTS $argon2i$v=16$m=256,t=3,p=2$c29tZXNhbHRzb21lc2FsdA$A86KfRMMppDxDHAMLl9MYvTW6LSGuiTCPosywrUqlUw",
                "HORSE pbkdf2_sha256$1000$kFDLJXm8NiYg0FbsTfAAoL$kedrWLCI6/SugzMc45nY1Iar0Spx9WqB45iF6kg/0RM=",
                "HORSE pbkdf2_sha1$1000$seasalt$9iRYj0as1r5j+cCBxB+HMlxkyr4=",
                "UMLAUTS $pbkdf2-sha256$1000$7z0H4JzTmhPinJNSylkrRQ$AjPAT6alyFTJVHMQ4Q.46QSm/FJeQ9bM3FxryA82.dc",
                "UMLAUTS $pbkdf2-sha256$i=1000,l=32$7z0H4JzTmhPinJNSylkrRQ$AjPAT6alyFTJVHMQ4Q.46QSm/FJeQ9bM3FxryA82.dc",
                "UMLAUTS $pbkdf2-sha512$1000$MKbUutd67937H.Nci7EWAg$M6yerFDi9w/CI3i1Q3Dg2wSVTuqET4Ii5ujlekSkcHCfvo6i7LhJL1cZdDkDZI1uF5TsO2YiuvWc4ZHFD5VLAg",
                "UMLAUTS $pbkdf2$1000$BECo9b7XWst5zznHWItRqg$P2aiT.Tml0tuPccAlUpHum5/3ek",
                "U*U $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "U*U* $2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
                "rasmuslerdorf $2a$07$usesomesillystringfore2uDLvp1Ii2e./U9C8sBjqp8I90dH6hi",
                "password $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            })
    void hashes_of_other_tools_are_verified_as_they_are(String key, String stored) {
        String password = switch (key) {
            case "HORSE" -> HORSE;
            case "UMLAUTS" -> UMLAUTS;
            case "X72" -> "x".repeat(72);
            default -> key;
        };
        var hash = StoredHash.parse(stored).orElseThrow();
        assertTrue(hash.matches(password));
        assertFalse(hash.matches("y" + password));
        assertFalse(hash.matches(""));
    }

    /** argon2's reference implementation in C gave this text for salt 00 01 … 0f. */
    @Test
    void our_own_hash_is_what_the_reference_implementation_writes() {
        var salt = new byte[16];
        for (byte i = 0; i < 16; i++) {
            salt[i] = i;
        }
        var hash = Argon2Hash.of(Cost.RECOMMENDED, salt, HORSE);
        assertEquals(
                "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$gYJZtjEAJqjg26xdLmknq8/bB7MiWPrE9hsYuA+SkIU",
                hash.toString());
        assertTrue(Argon2Hash.parse(hash.toString()).orElseThrow().madeLike(hash));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "$",
                "plain",
                "5f4dcc3b5aa765d61d8327deb882cf99",
                "$1$abc$def",
                "{SHA}xyz",
                "$6$salt$hash",
                "!",
                "*",
                "$argon2id$v=19$m=262145,t=1,p=1$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$argon2id$v=19$m=1024,t=11,p=1$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$argon2id$v=19$m=1024,t=0,p=1$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$argon2id$v=19$m=1024,t=1,p=0$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$argon2id$v=19$m=1024,t=1,p=17$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$argon2id$v=19$m=7,t=1,p=1$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$argon2id$v=19$m=-1,t=1,p=1$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$argon2id$v=19$m=99999999999,t=1,p=1$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$argon2d$v=19$m=1024,t=1,p=1$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$argon2id$v=20$m=1024,t=1,p=1$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$argon2id$v=19$m=1024,t=1,p=1$eEgg5E99f4/jhaZ3XbwrQ$",
                "$argon2id$v=19$m=1024,t=1,p=1$eEgg5E99f4/jhaZ3XbwrQ!$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$argon2id$v=19$m=1024,t=1,p=1$$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
                "$2b$17$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN2",
                "$2b$31$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN2",
                "$2b$03$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN2",
                "$2x$05$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN2",
                "$2b$05$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN",
                "$2b$05$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN2\n",
                "pbkdf2_sha256$5000001$salt$kedrWLCI6/SugzMc45nY1Iar0Spx9WqB45iF6kg/0RM=",
                "pbkdf2_sha256$0$salt$kedrWLCI6/SugzMc45nY1Iar0Spx9WqB45iF6kg/0RM=",
                "pbkdf2_sha256$-1$salt$kedrWLCI6/SugzMc45nY1Iar0Spx9WqB45iF6kg/0RM=",
                "pbkdf2_md5$1000$salt$kedrWLCI6/SugzMc45nY1Iar0Spx9WqB45iF6kg/0RM=",
                "pbkdf2_sha256$1000$$kedrWLCI6/SugzMc45nY1Iar0Spx9WqB45iF6kg/0RM=",
                "pbkdf2_sha256$1000$salt$",
                "$pbkdf2-sha256$1000$7z0H4JzTmhPinJNSylkrRQ$",
                "$pbkdf2-sha256$9999999$7z0H4JzTmhPinJNSylkrRQ$AjPAT6alyFTJVHMQ4Q.46QSm/FJeQ9bM3FxryA82.dc",
            })
    void what_is_malformed_or_too_costly_is_no_hash(String stored) {
        assertEquals(Optional.empty(), StoredHash.parse(stored));
    }

    @Test
    void a_long_column_is_not_even_looked_at() {
        assertEquals(Optional.empty(), StoredHash.parse("$2b$05$" + "a".repeat(1_000_000)));
    }

    static Stream<Long> seeds() {
        return new Random(3).longs(100).boxed();
    }

    /** Flips and cuts of honest hashes, but for last letters, which hold padding: what still parses does not match. */
    @ParameterizedTest
    @MethodSource("seeds")
    void a_damaged_hash_never_matches(long seed) {
        var random = new Random(seed);
        for (String whole : new String[] {
            "$2b$05$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN2",
            "$argon2id$v=19$m=1024,t=3,p=4$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA",
            "pbkdf2_sha256$1000$kFDLJXm8NiYg0FbsTfAAoL$kedrWLCI6/SugzMc45nY1Iar0Spx9WqB45iF6kg/0RM="
        }) {
            int at = whole.length() - 3 - random.nextInt(17);
            char was = whole.charAt(at);
            String flipped = whole.substring(0, at) + (was == 'A' ? 'B' : 'A') + whole.substring(at + 1);
            StoredHash.parse(flipped).ifPresent(hash -> assertFalse(hash.matches(HORSE), flipped));
            StoredHash.parse(whole.substring(0, random.nextInt(whole.length() - 1)))
                    .ifPresent(hash -> assertFalse(hash.matches(HORSE)));
        }
    }

    @Test
    void a_cost_has_bounds() {
        assertThrows(IllegalArgumentException.class, () -> new Cost(262_145, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Cost(15, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> new Cost(64, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Cost(64, 11, 1));
        assertThrows(IllegalArgumentException.class, () -> new Cost(1024, 1, 17));
        assertEquals(8, new Cost(8, 1, 1).memoryKib());
    }
}
