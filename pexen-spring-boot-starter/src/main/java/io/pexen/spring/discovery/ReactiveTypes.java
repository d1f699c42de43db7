package io.pexen.spring.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Converts what methods return into futures, for which workers wait, if Spring knows it as a reactive type:
 * {@code Mono}, {@code Flux}, and the types of RxJava, Mutiny and Kotlin if their libraries are present.
 */
final class ReactiveTypes {

    private ReactiveTypes() {}

    /**
     * Subscribes to what a method has returned, if that is of a reactive type.
     *
     * @return a future of its value, or of the list of its values if it may have many; what is not reactive is returned
     *     unchanged
     */
    static @Nullable Object future(@Nullable Object returned) {
        if (returned == null || returned instanceof CompletionStage || returned instanceof Future) {
            return returned;
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned.getClass());
        return adapter == null ? returned : Values.of(returned, adapter);
    }

    /**
     * The values that a publisher emits. Only this class refers to types of Reactive Streams, and it is loaded only if
     * they are present, so the methods above work without them.
     */
    private static final class Values extends CompletableFuture<@Nullable Object> implements Subscriber<Object> {

        private final boolean many;
        /** Added to by one thread at a time, as publishers guarantee. */
        private final List<Object> values = new ArrayList<>();

        private volatile @Nullable Subscription subscription;

        private Values(boolean many) {
            this.many = many;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // workers wait for it
        static Object of(Object reactive, ReactiveAdapter adapter) {
            Values values = new Values(adapter.isMultiValue());
            adapter.toPublisher(reactive).subscribe(values);
            return values;
        }

        @Override
        public void onSubscribe(Subscription begun) {
            subscription = begun;
            if (isCancelled()) {
                begun.cancel();
            } else {
                begun.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(Object value) {
            values.add(value);
        }

        @Override
        public void onError(Throwable failure) {
            completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            complete(many ? List.copyOf(values) : values.isEmpty() ? null : values.get(0));
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            Subscription begun = subscription;
            if (begun != null) {
                begun.cancel();
            }
            return cancelled;
        }
    }
}
