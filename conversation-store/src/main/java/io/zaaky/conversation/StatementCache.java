package io.zaaky.conversation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements of one SQLite connection, kept from one transaction to the next:
 * preparing them is a quarter of the cost of a question's writes. (PostgreSQL's driver has its own
 * cache.) They are closed with the connection. Used by one thread at a time: the thread that has
 * borrowed the connection from the pool.
 */
final class StatementCache {

    /** Beyond this number, the least recently used statement is closed. */
    static final int MOST = 40;

    private final Connection own;
    private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();

    /**
     * @param own the database's own connection, unwrapped from the pool's
     */
    StatementCache(Connection own) {
        this.own = own;
    }

    /** How many statements are idle. */
    int idle() {
        return idle.size();
    }

    /**
     * The pool's connection, wrapped so that its statements come from this cache.
     *
     * @param pooled the connection that the pool lent
     */
    Connection over(Connection pooled) {
        return proxy(Connection.class, new Lent(pooled));
    }

    private PreparedStatement take(String sql) throws SQLException {
        PreparedStatement kept = idle.remove(sql);
        return kept == null ? own.prepareStatement(sql) : kept;
    }

    private void giveBack(String sql, PreparedStatement statement) throws SQLException {
        statement.clearParameters();
        PreparedStatement other = idle.put(sql, statement);
        if (other != null) {
            other.close();
        } else if (idle.size() > MOST) {
            idle.pollFirstEntry().getValue().close();
        }
    }

    /** A borrowed connection, from the moment that the pool lends it until it is closed. */
    private final class Lent implements InvocationHandler {
        private final Connection pooled;
        private final List<Prepared> prepared = new ArrayList<>();
        private boolean isDirty;

        Lent(Connection pooled) {
            this.pooled = pooled;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            return switch (method.getName()) {
                case "close" -> {
                    close();
                    yield null;
                }
                case "prepareStatement" ->
                        arguments != null && arguments.length == 1
                                ? prepare((String) arguments[0])
                                : call(pooled, method, arguments);
                case "commit", "rollback" -> {
                    Object nothing = call(pooled, method, arguments);
                    isDirty = false;
                    yield nothing;
                }
                default -> call(pooled, method, arguments);
            };
        }

        private PreparedStatement prepare(String sql) throws SQLException {
            isDirty = true;
            var one = new Prepared(sql, take(sql));
            prepared.add(one);
            return proxy(PreparedStatement.class, one);
        }

        /**
         * The pool does not see these statements, so it would not roll back their uncommitted
         * changes.
         */
        private void close() throws SQLException {
            try (pooled) {
                for (Prepared one : prepared) {
                    one.close();
                }
                if (isDirty) {
                    pooled.rollback();
                }
            }
        }
    }

    /** A statement until it is closed, either by itself or with the connection. */
    private final class Prepared implements InvocationHandler {
        private final String sql;
        private final PreparedStatement statement;
        private @Nullable ResultSet rows;
        private boolean hasFailed;
        private boolean isClosed;

        Prepared(String sql, PreparedStatement statement) {
            this.sql = sql;
            this.statement = statement;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            if (method.getName().equals("close")) {
                close();
                return null;
            }
            try {
                Object result = call(statement, method, arguments);
                if (result instanceof ResultSet opened) {
                    rows = opened;
                }
                return result;
            } catch (SQLException e) {
                hasFailed = true;
                throw e;
            }
        }

        private void close() throws SQLException {
            if (isClosed) {
                return;
            }
            isClosed = true;
            if (rows != null) {
                rows.close();
            }
            if (hasFailed) {
                statement.close();
            } else {
                giveBack(sql, statement);
            }
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(
            Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
