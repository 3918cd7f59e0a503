package dev.atrium.db;

import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A transaction that has already said which tenant it is for. Statements may be sent without waiting for one another. */
public final class Tx {
    private final SqlConnection connection;
    private final Scope scope;
    private final EventBus bus;
    private final UUID node;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final Set<String> hints = new LinkedHashSet<>();
    private final TreeMap<String, Supplier<Future<Void>>> last = new TreeMap<>();
    private @Nullable Throwable failure;

    Tx(SqlConnection connection, Scope scope, EventBus bus, UUID node) {
        this.bus = bus;
        this.node = node;
        this.connection = connection;
        this.scope = scope;
    }

    public Scope scope() {
        return scope;
    }

    /** The tenant's id: the first value of every statement. */
    public UUID tenant() {
        return scope.tenant();
    }

    /** All rows of a statement that carries its own LIMIT. */
    public <T> Future<List<T>> list(String sql, Function<Row, T> mapper, @Nullable Object... values) {
        return execute(sql, values).map(rows -> {
            var list = new ArrayList<T>(rows.size());
            rows.forEach(row -> list.add(mapper.apply(row)));
            return list;
        });
    }

    /** The first row, if any. */
    public <T> Future<Optional<T>> first(String sql, Function<Row, T> mapper, @Nullable Object... values) {
        return execute(sql, values).map(rows -> {
            var iterator = rows.iterator();
            return iterator.hasNext() ? Optional.of(mapper.apply(iterator.next())) : Optional.empty();
        });
    }

    /** How many rows a change touched. */
    public Future<Integer> run(String sql, @Nullable Object... values) {
        return execute(sql, values).map(RowSet::rowCount);
    }

    /** Does {@code hint} once the commit has succeeded, and never otherwise: bus hints, cache drops. */
    public void onCommit(Runnable hint) {
        afterCommit.add(hint);
    }

    /** Publishes an empty message at {@code address} once the commit has succeeded, however often it was asked for. */
    public void hint(String address) {
        hint(address, "");
    }

    /** The same with a body: each body once. */
    public void hint(String address, String body) {
        if (hints.add(address + " " + body)) onCommit(() -> bus.publish(address, body));
    }

    /**
     * Does {@code work} right before the commit, once per key and in the order of the keys: what locks rows that many
     * transactions want is locked briefly, and by all of them in one order.
     */
    public void last(String key, Supplier<Future<Void>> work) {
        last.putIfAbsent(key, work);
    }

    Future<Void> finish() {
        var next = last.pollFirstEntry();
        return next == null ? Future.succeededFuture() : next.getValue().get().compose(x -> finish());
    }

    /** The same with what listeners of this server need not read. */
    public void hint(String address, Carried message) {
        onCommit(() -> bus.publish(address, message, new DeliveryOptions().setCodecName(Carried.Codec.NAME)));
    }

    /**
     * The same for what no node may miss, though the bus lose it: kept with the change, where each node looks for it every few
     * seconds. Those who hear it must not mind to hear it twice.
     */
    public void notice(String address, String body) {
        if (!hints.add(address + " " + body)) return;
        NoticeStore.add(this, node, address, body);
        onCommit(() -> bus.publish(address, body));
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    /** The first failed statement: PostgreSQL answers COMMIT of such a transaction with a quiet rollback. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    private Future<RowSet<Row>> execute(String sql, @Nullable Object... values) {
        var tuple = Tuple.tuple();
        for (var value : values) tuple.addValue(value);
        return connection.preparedQuery(sql).execute(tuple).onFailure(e -> {
            if (failure == null) failure = e;
        });
    }
}
