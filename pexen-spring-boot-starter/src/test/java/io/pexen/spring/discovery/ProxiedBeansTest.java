package io.pexen.spring.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.spring.PexenContexts;
import io.pexen.task.Kwarg;
import io.pexen.task.PexenException;
import io.pexen.task.PexenTask;
import io.pexen.task.TaskRes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tasks of beans behind proxies, with transactions on a real database. */
class ProxiedBeansTest {

    private final ApplicationContextRunner context = PexenContexts.runner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    TransactionAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true");

    @Test
    void rollsBackWhatAFailedTaskWroteThroughAClassProxy() {
        context.withBean("writer", Writer.class).run(ctx -> {
            ctx.getBean(JdbcTemplate.class).execute("create table strikes(id int)");
            assertThat(AopUtils.isCglibProxy(ctx.getBean("writer"))).isTrue();
            List<TaskRes> results = ctx.getBean(Sched.class).runAll();
            assertThat(results).filteredOn(TaskRes::succeeded).hasSize(1);
            assertThat(ctx.getBean(JdbcTemplate.class).queryForList("select id from strikes", Integer.class))
                    .containsExactly(1);
        });
    }

    @Test
    void callsThroughAnInterfaceProxy() {
        context.withBean("reader", Reader.class)
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .run(ctx -> {
                    assertThat(AopUtils.isJdkDynamicProxy(ctx.getBean("reader")))
                            .isTrue();
                    assertThat(ctx.getBean(Sched.class).runAll())
                            .extracting(TaskRes::ret)
                            .containsExactly("transaction: true, top: 5");
                });
    }

    @Test
    void refusesAMethodThatAnInterfaceProxyHides() {
        context.withBean("hider", Hider.class)
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .run(ctx -> assertThat(ctx)
                        .getFailure()
                        .hasMessageContaining("Hider.hidden of the bean \"hider\" cannot be a task"));
    }

    @Test
    void refusesAFinalMethodBehindAClassProxy() {
        context.withBean("fixed", Fixed.class)
                .run(ctx -> assertThat(ctx)
                        .getFailure()
                        .hasMessageContaining("Fixed.fixed of the bean \"fixed\" cannot be a task: it is final,"
                                + " and the bean has a proxy"));
    }

    @Test
    void failsAFinalMethodBehindAClassProxyThatIsMadeLater() {
        context.withBean("fixed", Fixed.class, Fixed::new, bean -> bean.setLazyInit(true))
                .run(ctx -> {
                    assertThat(ctx).hasNotFailed();
                    assertThat(ctx.getBean(Sched.class).runAll().get(0).excinfo())
                            .isInstanceOf(PexenException.class)
                            .hasMessageContaining("it is final, and the bean has a proxy");
                });
    }

    static class Fixed {
        @PexenTask
        final void fixed() {}

        @Transactional
        void write() {}
    }

    static class Writer {
        private final JdbcTemplate jdbc;

        Writer(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @PexenTask
        @Transactional
        void good() {
            jdbc.update("insert into strikes values (1)");
        }

        @PexenTask
        @Transactional
        void bad() {
            jdbc.update("insert into strikes values (2)");
            throw new IllegalStateException("after the insert");
        }
    }

    interface Reads {
        String read(int most);
    }

    static class Reader implements Reads {
        @Override
        @PexenTask(kwargs = "top=5")
        @Transactional
        public String read(@Kwarg("top") int most) {
            return "transaction: " + TransactionSynchronizationManager.isActualTransactionActive() + ", top: " + most;
        }
    }

    static class Hider implements Reads {
        @Override
        @Transactional
        public String read(int most) {
            return "";
        }

        @PexenTask
        public void hidden() {}
    }
}
