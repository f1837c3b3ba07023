import { describe, it } from 'vitest';
import { checkCalls as check } from './testing/check-calls.ts';

describe('calls through pointers', () => {
  it('go through a pointer that is read by a macro, or given to one that calls it', () =>
    check(
      `
      #define READ_ONCE(x) (x)
      #define INDIRECT_CALL_1(f, f1, ...) ({ likely(f == f1) ? f1(__VA_ARGS__) : f(__VA_ARGS__); })
      struct other_ops { int (*connect)(int); int (*sendmsg)(int); };
      struct proto_ops { int (*connect)(int); int (*sendmsg)(int); };
      struct socket { const struct proto_ops *ops; };
      int other(int n) { }
      struct other_ops others = { .connect = other, .sendmsg = other };
      int unix_connect(int n) { } int unix_sendmsg(int n) { } int inet_sendmsg(int n) { }
      struct proto_ops unix_ops = { .connect = unix_connect, .sendmsg = unix_sendmsg };
      int connect_socket(struct socket *sock) { return READ_ONCE(sock->ops)->connect(1); }
      int send_on(struct socket *sock) { return INDIRECT_CALL_1(sock->ops->sendmsg, inet_sendmsg, 1); }
      int send_read(struct socket *sock) { return INDIRECT_CALL_1(READ_ONCE(sock->ops)->sendmsg, inet_sendmsg, 1); }
      struct proto_ops *ops_of(struct other_ops *of);
      int started(struct other_ops *of) { return ops_of(of)->connect(1); }
      `,
      `
      connect_socket -> unix_connect pointer proto_ops.connect
      send_on -> inet_sendmsg macro INDIRECT_CALL_1
      send_on -> unix_sendmsg pointer proto_ops.sendmsg
      send_read -> inet_sendmsg macro INDIRECT_CALL_1
      send_read -> unix_sendmsg pointer proto_ops.sendmsg
      started -> other pointer other_ops.connect
      started -> unix_connect pointer proto_ops.connect
      `,
    ));

  it('go through a field that a macro stands for', () =>
    check(
      `
      struct proto { int (*close)(int a); };
      struct sock_common { struct proto *skc_prot; };
      struct sock { struct sock_common __sk_common; };
      #define sk_prot __sk_common.skc_prot
      #define own_prot own_prot.skc_prot
      #define one_prot other_prot.one_prot
      #define other_prot one_prot.other_prot
      struct door { int (*close)(int a); };
      int tcp_close(int a) { }
      int shut(int a) { }
      struct proto tcp_prot = { .close = tcp_close };
      struct door doors = { .close = shut };
      int inet_release(struct sock *sk) { return sk->sk_prot->close(1); }
      int unknown(struct sock *sk) { return sk->own_prot->close(1) + sk->one_prot->close(1); }
      `,
      `
      inet_release -> tcp_close pointer proto.close
      unknown -> tcp_close pointer proto.close
      unknown -> shut pointer door.close
      `,
    ));

  it('are put into and called in tables of several dimensions', () =>
    check(
      `
      struct proto { int (*sendmsg)(int a); int (*recvmsg)(int a); };
      struct door { int (*sendmsg)(int a); };
      static struct proto protos[2][3][4];
      int tls_sendmsg(int a) { }
      int tls_recvmsg(int a) { }
      int push(int a) { }
      struct door doors = { .sendmsg = push };
      void build_protos(struct proto prot[2][3]) { prot[0][1].sendmsg = tls_sendmsg; protos[1][2][f(x)[3]].recvmsg = tls_recvmsg; }
      int send_by(int ip) { return protos[ip][0][1].sendmsg(1) + protos[ip][0][1].recvmsg(1); }
      `,
      `
      send_by -> tls_sendmsg pointer proto.sendmsg
      send_by -> tls_recvmsg pointer proto.recvmsg
      `,
    ));

  it('of a field given to a function that calls it stand where it is given', () =>
    check(
      `
      struct tty_ldisc_ops { int (*write)(int a); int (*read)(int a); };
      int n_tty_write(int a) { }
      int n_tty_read(int a) { }
      struct tty_ldisc_ops n_tty = { .write = n_tty_write, .read = n_tty_read };
      static int do_tty_write(int count, int (*write)(int a), int (*read)(int a)) { keep(read); return write(count); }
      int file_tty_write(struct tty_ldisc_ops *ops) { return do_tty_write(1, ops->write, ops->read); }
      `,
      `
      file_tty_write -> do_tty_write direct
      file_tty_write -> n_tty_write pointer tty_ldisc_ops.write
      `,
    ));

  it('go through fields to what is put into them', () =>
    check(
      `
      struct ops { int (*open)(int a); int (*close)(int a); };
      struct other { int (*open)(int a); };
      struct holder { const struct ops *ops; };
      static int my_open(int a) { }
      static int my_close(int a) { }
      static int other_open(int a) { }
      static const struct ops my_ops = { .open = my_open, .close = my_close };
      static struct other my_other = { .open = other_open };
      int typed(struct ops *o) { return o->open(1); }
      int chained(struct holder *h) { return h->ops->close(1); }
      int local(struct ops *o) { int (*fn)(int) = o->open; return fn(1); }
      `,
      `
      typed -> my_open pointer ops.open
      chained -> my_close pointer ops.close
      local -> my_open pointer ops.open
      `,
    ));

  it('through a chain of fields go by what the chain begins with', () =>
    check(
      `
      struct tty_operations { int (*write)(int a); };
      struct tty_ldisc_ops { int (*write)(int a); };
      struct tty_struct { const struct tty_operations *ops; };
      struct tty_ldisc { struct tty_ldisc_ops *ops; struct tty_struct *tty; };
      struct serport { struct tty_struct *tty; };
      int uart_write(int a) { }
      int n_tty_write(int a) { }
      static struct tty_operations uart = { .write = uart_write };
      static struct tty_ldisc_ops n_tty = { .write = n_tty_write };
      int of_tty(struct tty_struct *tty) { return tty->ops->write(1); }
      int of_ldisc(struct tty_ldisc *ld) { return ld->ops->write(1); }
      int of_serport(struct serport *serport) { return serport->tty->ops->write(1); }
      int by_local(struct tty_struct *tty) { int (*fn)(int a) = tty->ops->write; return fn(1); }
      int unknown(void) { return any()->ops->write(1); }
      `,
      `
      of_tty -> uart_write pointer tty_operations.write
      of_ldisc -> n_tty_write pointer tty_ldisc_ops.write
      of_serport -> uart_write pointer tty_operations.write
      by_local -> uart_write pointer tty_operations.write
      unknown -> uart_write pointer tty_operations.write
      unknown -> n_tty_write pointer tty_ldisc_ops.write
      `,
    ));

  it('follow functions through parameters and macros into fields', () =>
    check(
      `
      struct work_struct { work_func_t func; };
      #define INIT_WORK(_work, _func) do { (_work)->func = (_func); } while (0)
      struct info { int (*threadfn)(void *data); };
      void create(int (*threadfn)(void *data), struct info *info)
      {
        struct info *made = alloc(sizeof(*made));
        made->threadfn = threadfn;
      }
      int kthread(struct info *info) { int (*threadfn)(void *data) = info->threadfn; return threadfn(0); }
      int my_thread(void *data) { }
      void my_work(struct work_struct *work) { }
      void each(int (*fn)(void *p)) { fn(0); }
      void init(struct work_struct *w) { INIT_WORK(w, my_work); create(my_thread, 0); each(my_thread); }
      void run(struct work_struct *w) { w->func(w); }
      `,
      `
      kthread -> my_thread pointer info.threadfn
      each -> my_thread pointer argument 1
      init -> create direct
      init -> each direct
      run -> my_work pointer work_struct.func
      `,
    ));

  it('of a variable go to what the function puts into it', () =>
    check(
      `
      int irq_thread_fn(void *p) { }
      int irq_forced_thread_fn(void *p) { }
      int plain(void) { }
      int take(int (*fn)(void *p)) { return fn(0); }
      int irq_thread(void *data)
      {
        int (*handler_fn)(void *p);
        int ret = plain();
        if (data)
          handler_fn = irq_forced_thread_fn;
        else
          handler_fn = irq_thread_fn;
        return handler_fn(data);
      }
      int begun(void) { int (*fn)(void *p) = irq_thread_fn; return fn(0); }
      int passed(void) { thread_fn_t fn; fn = irq_thread_fn; return take(fn); }
      `,
      `
      take -> irq_thread_fn pointer argument 1
      irq_thread -> plain direct
      irq_thread -> irq_thread_fn pointer variable
      irq_thread -> irq_forced_thread_fn pointer variable
      begun -> irq_thread_fn pointer variable
      passed -> take direct
      `,
    ));

  it('of a parameter may be written with a star', () =>
    check(
      `
      typedef int wait_bit_action_f(struct wait_bit_key *key, int mode);
      int bit_wait(struct wait_bit_key *key, int mode) { }
      int __wait_on_bit(struct wait_queue_head *head, wait_bit_action_f *action)
      {
        return (*action)(0, 0);
      }
      int wait_on_bit(void) { return __wait_on_bit(0, bit_wait); }
      `,
      `
      __wait_on_bit -> bit_wait pointer argument 2
      wait_on_bit -> __wait_on_bit direct
      `,
    ));
});
