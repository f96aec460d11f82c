package io.zaaky.app.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.net.ssl.X509TrustManager;
import javax.script.ScriptEngineManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.yaml.snakeyaml.Yaml;

/** Does all that is banned, so that a rule that finds nothing anywhere is noticed. Never run. */
@SuppressWarnings({"BanSerializableRead", "BanJNDI", "InsecureRandom", "UnsafeReflection"})
final class Broken {
    private Broken() {}

    static final class Reads {
        Object read(InputStream in) throws IOException, ClassNotFoundException {
            return new ObjectInputStream(in).readObject();
        }
    }

    static final class Scripts {
        Object engine() {
            return new ScriptEngineManager();
        }
    }

    static final class Starts {
        Process start(String[] command) throws IOException {
            return Runtime.getRuntime().exec(command);
        }
    }

    static final class Guesses {
        long guess() {
            return new Random().nextLong();
        }
    }

    static final class Ends {
        void end() {
            System.exit(1);
        }
    }

    static final class Names {
        Class<?> find(String name) throws ClassNotFoundException {
            return Class.forName(name);
        }
    }

    static final class Parses {
        Object factory() {
            return DocumentBuilderFactory.newInstance();
        }
    }

    static final class Loads {
        Object load(String text) {
            return new Yaml().load(text);
        }
    }

    static final class Trusts implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    static final class LooksUp {
        Object lookUp(String name) throws NamingException {
            return new InitialContext().lookup(name);
        }
    }

    static final class Fetches {
        Socket connect(URI address) throws IOException {
            return new Socket(address.getHost(), address.getPort());
        }
    }

    static final class Formats {
        void delete(Connection connection, String id) throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.execute(String.format("DELETE FROM message WHERE id = '%s'", id));
            }
        }
    }
}
