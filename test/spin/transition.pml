/*
 * A livepatch transition, modelled from the kernel's sources for comparison with the simulator; the two
 * share nothing but the numbers of a scenario. Here everything interleaves: each CPU takes one step at a
 * time and tries come in between, whereas the simulator lets CPUs settle between tries.
 *
 * The scenario comes in LP_SCENARIO as numbers, in the order of the reads in init. LP_SCENARIO's first
 * number is the question: 0 asks for a fair run that stays open for ever (an acceptance cycle under weak
 * fairness), 1 for a run that completes (an assertion violation).
 */

#define CPUS 3
#define TASKS 3
#define PLACES 2
#define PL (TASKS * PLACES)

/* where a task is */
#define ABSENT 0
#define ASLEEP 1
#define RUNNING 2
#define WOKEN 3
#define SIGNALLED 4
/* after a sleep a kernel thread is out of the function it slept in, with nothing to do */
#define RESTING 5

/* places */
#define SLEEP 0
#define USER 1
#define KERNEL 2
#define GUEST 3

/* what ends a place */
#define NEVER 0
#define EVENT 1
#define TIMER 2

/* kinds of task */
#define IS_USER 0
#define IS_KTHREAD 1
#define IS_IOWORKER 2

byte question;

/* the kernel */
byte k_signals, k_kicks, k_hook, k_fzhook, k_throttle, k_preempt, k_rcu, k_reliable, k_safepoints, k_pick, k_guest;

/* the machine */
byte ncpu, ntask, background, unlimited, retry, unhooks, moves;
byte idle_hit[CPUS], tickless[CPUS];

byte kind[TASKS], rank[TASKS], shares[TASKS], pinned[TASKS], nplace[TASKS], unreliable[TASKS];
byte p_kind[PL], p_hit[PL], p_out[PL], p_intr[PL], p_fz[PL], p_until[PL], p_yields[PL];

/* what changes */
byte cur[CPUS];          /* 0 the idle task, else task + 1 */
bool idle_new[CPUS];
byte place[TASKS], where[TASKS], on[TASKS];
bool new[TASKS];
byte last[CPUS];         /* whose turn it was */
byte held[CPUS];         /* the real-time loop that keeps its CPU from equals */
bool rest[TASKS];        /* woken from rest, with a clean stack */
bool ran[TASKS];         /* it had the CPU since it came there */
bool beside[CPUS];       /* the idle task's turn beside a throttled loop */
bool odd;                /* signals follow every second try */
bool started;
bool tried;              /* the first try is made by whoever starts the transition */

#define P(t) ((t) * PLACES + place[t])
#define WANTS(t) (where[t] == RUNNING || where[t] == WOKEN || where[t] == SIGNALLED)
#define HERE(t, c) ((t) < ntask && WANTS(t) && on[t] == (c))
#define LOOP(t) (where[t] == RUNNING)
#define ALIVE(t) ((t) < ntask && where[t] != ABSENT)

/* a kernel loop that gives its CPU to nobody */
#define STUBBORN(t) (LOOP(t) && p_kind[P(t)] == KERNEL && !p_yields[P(t)] && !k_preempt)
#define HOLDS(c) (cur[c] > 0 && STUBBORN(cur[c] - 1))
#define RTLOOP(t, c) (HERE(t, c) && LOOP(t) && rank[t] == 1)
#define RTHOG(c) (RTLOOP(0, c) || RTLOOP(1, c) || RTLOOP(2, c))

/* a kworker gets time there */
#define SERVES(c) (!HOLDS(c) && !(unlimited && RTHOG(c)))

/* the stack of a task that is off the CPU */
#define CLEAN(t) (k_reliable && !k_safepoints && !unreliable[t] && (where[t] == RESTING || (where[t] == WOKEN && rest[t]) || !p_hit[P(t)]))
#define ONCPU(t) (LOOP(t) && cur[on[t]] == (t) + 1 && on[t] != retry)
#define RIPE_TASK(t) (ALIVE(t) && !new[t] && !ONCPU(t) && CLEAN(t))
#define IDLE_ON(c) (cur[c] == 0 && (c) != retry)
#define RIPE_IDLE(c) ((c) < ncpu && !idle_new[c] && !IDLE_ON(c) && k_reliable && !k_safepoints && !idle_hit[c])

#define RIPE (SERVES(retry) && (RIPE_TASK(0) || RIPE_TASK(1) || RIPE_TASK(2) || \
              RIPE_IDLE(0) || RIPE_IDLE(1) || RIPE_IDLE(2)))

#define NEW_TASK(t) (!ALIVE(t) || new[t])
#define KLOOP(t) (ALIVE(t) && LOOP(t) && p_kind[P(t)] == KERNEL)
#define RCU_WAITS (k_rcu && unhooks && (KLOOP(0) || KLOOP(1) || KLOOP(2)))
#define CPU_DONE(c) ((c) >= ncpu || (idle_new[c] && SERVES(c)))
#define DONE (started && NEW_TASK(0) && NEW_TASK(1) && NEW_TASK(2) && CPU_DONE(0) && CPU_DONE(1) && \
              CPU_DONE(2) && !RCU_WAITS)

inline arrive(t) {
  if
  :: p_kind[P(t)] == SLEEP -> where[t] = ASLEEP
  :: else -> where[t] = RUNNING
  fi;
  if
  :: k_fzhook && where[t] == ASLEEP && p_fz[P(t)] && CLEAN(t) && k_reliable -> new[t] = true
  :: else
  fi
}

/* the end of a sleep or of a loop */
inline proceed(t) {
  if
  :: kind[t] == IS_USER || k_safepoints -> new[t] = true
  :: else
  fi;
  if
  :: kind[t] != IS_USER && where[t] != RESTING && where[t] != RUNNING && p_hit[P(t)] && p_out[P(t)] &&
     p_until[P(t)] != NEVER -> where[t] = RESTING
  :: else ->
     place[t] = place[t] + 1;
     if
     :: place[t] >= nplace[t] -> place[t] = 0
     :: else
     fi;
     arrive(t)
  fi
}

/* one time slice */
inline slice(t, c) {
  if
  :: where[t] == WOKEN && rest[t] -> rest[t] = false; where[t] = RESTING; proceed(t)
  :: where[t] == WOKEN && !rest[t] -> proceed(t)
  :: where[t] == SIGNALLED ->
     if
     :: kind[t] == IS_USER -> new[t] = true; where[t] = ASLEEP
     :: kind[t] != IS_USER && p_until[P(t)] == TIMER -> proceed(t)
     :: else -> where[t] = ASLEEP
     fi
  :: where[t] == RUNNING && p_kind[P(t)] == USER ->
     if
     :: tickless[c] && alone && !lets -> skip
     :: else -> new[t] = true
     fi
  :: where[t] == RUNNING && p_kind[P(t)] == KERNEL && p_yields[P(t)] && k_hook && CLEAN(t) -> new[t] = true
  :: else
  fi
}

/* a real-time loop that does not share its CPU keeps equals away */
#define KEPT_OUT(t, c) (rank[t] == 1 && held[c] > 0 && held[c] != t + 1 && RTLOOP(held[c] - 1, c) && \
                        !(shares[held[c] - 1] && (shares[t] || !LOOP(t))))

/* whether t may have a slice of c beside the others that want it; best: the best rank there */
#define GRANTED(t, c) (HERE(t, c) && !KEPT_OUT(t, c) && \
                       (rank[t] == best || best == 0 || rank[t] == 2) && \
                       !(rank[t] == 2 && unlimited && RTHOG(c)))

/* t wants c and never gets it */
#define STARVED(t) (!SERVES(on[t]) && rank[t] == 2 || KEPT_OUT(t, on[t]) || HOLDS(on[t]) && cur[on[t]] != t + 1)

/*
 * One step of a CPU: the next in turn has a slice, woken tasks have theirs, or the CPU goes idle. Bursts
 * between sleeps are short: a CPU gets to its end of them. (One that wake-ups keep busy without a pause is
 * to be described as a loop.)
 */
proctype Cpu(byte c) {
  byte best, n, t;
  bool alone, fair, realtime, found, lets;
end:
  do
  :: d_step {
       n = (HERE(0, c) -> 1 : 0) + (HERE(1, c) -> 1 : 0) + (HERE(2, c) -> 1 : 0);
       /* pull work that waits elsewhere before going idle */
       t = 0;
       do
       :: t < ntask && n == 0 ->
          if
          :: !pinned[t] && WANTS(t) && on[t] != c && cur[on[t]] != t + 1 && cur[on[t]] != 0 ->
             on[t] = c; n = 1
          :: else
          fi;
          t++
       :: else -> break
       od;
       alone = (n == 1);
       best = 3;
       t = 0;
       do
       :: t < ntask ->
          if
          :: HERE(t, c) ->
             best = (rank[t] < best -> rank[t] : best);
             fair = fair || (rank[t] == 2 && LOOP(t));
             realtime = realtime || (rank[t] == 1 && LOOP(t))
          :: else
          fi;
          t++
       :: else -> break
       od;
       if
       :: HOLDS(c) -> t = cur[c] - 1; slice(t, c)
       :: !HOLDS(c) && best == 3 ->
          idle_new[c] = idle_new[c] || cur[c] != 0; cur[c] = 0
       :: !HOLDS(c) && best < 3 ->
          /* throttling and deadlines let the idle task in beside them, kGraft's pick does always */
          lets = k_pick || (!fair && (!realtime || (k_throttle && !unlimited)));
          if
          :: lets -> beside[c] = !beside[c]
          :: else -> beside[c] = false
          fi;
          if
          :: beside[c] -> cur[c] = 0; idle_new[c] = true
          :: else ->
             t = last[c];
             n = 0;
             do
             :: n < ntask && !found ->
                t = (t + 1 >= ntask -> 0 : t + 1);
                found = GRANTED(t, c);
                n++
             :: else -> break
             od;
             if
             :: found ->
                last[c] = t;
                cur[c] = t + 1;
                if
                :: rank[t] == 1 && LOOP(t) -> held[c] = t + 1
                :: else
                fi;
                ran[t] = LOOP(t);
                slice(t, c)
             :: else
             fi
          fi;
          t = 0;
          do
          :: t < ntask ->
             if
             :: (where[t] == WOKEN || where[t] == SIGNALLED) && GRANTED(t, c) -> slice(t, c)
             :: else
             fi;
             t++
          :: else -> break
          od;
          /* after a burst a loop has it again */
          t = 0;
          do
          :: t < ntask && cur[c] > 0 && !HERE(cur[c] - 1, c) ->
             if
             :: LOOP(t) && GRANTED(t, c) -> cur[c] = t + 1; ran[t] = true; slice(t, c)
             :: else
             fi;
             t++
          :: else -> break
          od;
          /* a burst that ends in a loop which gives its CPU to nobody has it from now on */
          t = 0;
          do
          :: t < ntask && !HOLDS(c) ->
             if
             :: HERE(t, c) && STUBBORN(t) && GRANTED(t, c) -> cur[c] = t + 1; ran[t] = true
             :: else
             fi;
             t++
          :: else -> break
          od;
          /* nobody wants it any more */
          if
          :: !HERE(0, c) && !HERE(1, c) && !HERE(2, c) -> cur[c] = 0; idle_new[c] = true
          :: else
          fi
       fi;
       t = 0; n = 0; best = 0; alone = false; fair = false; realtime = false; found = false; lets = false
     }
  od
}

inline try_task(t) {
  if
  :: ALIVE(t) && !new[t] ->
     if
     :: CLEAN(t) && (!ONCPU(t) || (lucky && SERVES(on[t]))) -> new[t] = true
     :: else -> failed = true
     fi
  :: else
  fi
}

inline try_idle(c) {
  if
  :: c < ncpu && !idle_new[c] ->
     if
     :: k_reliable && !k_safepoints && !idle_hit[c] && !IDLE_ON(c) -> idle_new[c] = true
     :: else -> failed = true
     fi
  :: else
  fi
}

inline signal(t) {
  if
  :: ALIVE(t) && !new[t] && where[t] == ASLEEP && p_intr[P(t)] -> where[t] = SIGNALLED
  :: ALIVE(t) && !new[t] && kind[t] == IS_USER && LOOP(t) && !STARVED(t) &&
     (p_kind[P(t)] == USER || (p_kind[P(t)] == GUEST && k_guest)) -> new[t] = true
  :: else
  fi
}

inline kick(c) {
  if
  :: c < ncpu && cur[c] == 0 -> idle_new[c] = true
  :: else
  fi
}

/* the timer of the retry is armed on an idle CPU, and others are not idle */
#define LEAVES (moves && tried && cur[retry] == 0 && (cur[0] > 0 || cur[1] > 0 || cur[2] > 0))

/* the retry work, on its own CPU */
proctype Retry() {
  bool failed, lucky;
end:
  do
  :: atomic {
       LEAVES ->
       if
       :: cur[0] > 0 -> retry = 0
       :: cur[1] > 0 -> retry = 1
       :: cur[2] > 0 -> retry = 2
       fi
     }
  :: atomic {
       !LEAVES && SERVES(retry) ->
       tried = true;
       failed = false;
       /* other work may have a loop off its CPU just now */
       if
       :: lucky = false
       :: background -> lucky = true
       fi;
       d_step {
         try_task(0); try_task(1); try_task(2);
         try_idle(0); try_idle(1); try_idle(2);
         if
         :: failed && k_kicks -> kick(0); kick(1); kick(2)
         :: else
         fi;
         if
         :: failed && k_signals && odd -> signal(0); signal(1); signal(2)
         :: else
         fi;
         odd = !odd;
         if
         :: cur[retry] == 0 -> idle_new[retry] = true
         :: else
         fi;
         failed = false; lucky = false
       }
     }
  od
}

/* where a woken task goes: a CPU that serves it, if there is one */
#define TAKES(t, c) ((c) < ncpu && (!pinned[t] || on[t] == (c)) && (SERVES(c) || rank[t] < 2))

inline wake(t) {
  rest[t] = (where[t] == RESTING);
  if
  :: !pinned[t] && TAKES(t, 0) -> on[t] = 0
  :: !pinned[t] && TAKES(t, 1) -> on[t] = 1
  :: !pinned[t] && TAKES(t, 2) -> on[t] = 2
  :: pinned[t] || (!TAKES(t, 0) && !TAKES(t, 1) && !TAKES(t, 2)) -> skip
  fi;
  where[t] = WOKEN
}

/* what ends a task's sleeps and loops */
proctype Ends(byte t) {
end:
  do
  :: atomic { where[t] == ASLEEP && p_until[P(t)] == TIMER -> wake(t) }
  :: atomic { where[t] == ASLEEP && p_until[P(t)] == EVENT -> wake(t) }
  :: atomic { where[t] == RESTING -> wake(t) }
  :: atomic { where[t] == RUNNING && p_until[P(t)] == TIMER -> proceed(t) }
  :: atomic { where[t] == RUNNING && p_until[P(t)] == EVENT -> proceed(t) }
  /* an event need not come */
  :: where[t] == RESTING || (WANTS(t) || where[t] == ASLEEP) && p_until[P(t)] == EVENT -> skip
  od
}

/* a loop may move to a CPU that nobody wants, once it has had time where it is */
proctype Moves(byte t) {
  byte c, n, i;
end:
  do
  :: atomic {
       !pinned[t] && LOOP(t) && ran[t] && !STUBBORN(t) ->
       if
       :: c = 0
       :: ncpu > 1 -> c = 1
       :: ncpu > 2 -> c = 2
       fi;
       d_step {
         n = 0; i = 0;
         do
         :: i < ntask -> n = n + (HERE(i, c) -> 1 : 0); i++
         :: else -> break
         od;
         if
         :: n == 0 && on[t] != c ->
            i = on[t];
            on[t] = c;
            ran[t] = false;
            /* whoever waits there has the CPU that it leaves */
            if
            :: cur[i] == t + 1 ->
               if
               :: HERE(0, i) -> cur[i] = 1
               :: !HERE(0, i) && HERE(1, i) -> cur[i] = 2
               :: !HERE(0, i) && !HERE(1, i) && HERE(2, i) -> cur[i] = 3
               :: else -> cur[i] = 0; idle_new[i] = true
               fi
            :: else
            fi
         :: else
         fi;
         c = 0; n = 0; i = 0
       }
     }
  :: !pinned[t] && LOOP(t) && ran[t] -> skip
  od
}

/* the machine's own work on idle CPUs */
proctype Work(byte c) {
end:
  do
  :: atomic { background && cur[c] == 0 && !idle_new[c] -> idle_new[c] = true }
  od
}

init {
  byte i;
  c_code {
    char *s = getenv("LP_SCENARIO");
    char *e;
    int k;
    if (!s) { fprintf(stderr, "LP_SCENARIO is not set\n"); exit(2); }
    now.question = strtol(s, &e, 10); s = e;
    now.k_signals = strtol(s, &e, 10); s = e;
    now.k_kicks = strtol(s, &e, 10); s = e;
    now.k_hook = strtol(s, &e, 10); s = e;
    now.k_fzhook = strtol(s, &e, 10); s = e;
    now.k_throttle = strtol(s, &e, 10); s = e;
    now.k_preempt = strtol(s, &e, 10); s = e;
    now.k_rcu = strtol(s, &e, 10); s = e;
    now.k_reliable = strtol(s, &e, 10); s = e;
    now.k_safepoints = strtol(s, &e, 10); s = e;
    now.k_pick = strtol(s, &e, 10); s = e;
    now.k_guest = strtol(s, &e, 10); s = e;
    now.ncpu = strtol(s, &e, 10); s = e;
    now.ntask = strtol(s, &e, 10); s = e;
    now.background = strtol(s, &e, 10); s = e;
    now.unlimited = strtol(s, &e, 10); s = e;
    now.retry = strtol(s, &e, 10); s = e;
    now.unhooks = strtol(s, &e, 10); s = e;
    now.moves = strtol(s, &e, 10); s = e;
    for (k = 0; k < 3; k++) { now.idle_hit[k] = strtol(s, &e, 10); s = e; }
    for (k = 0; k < 3; k++) { now.tickless[k] = strtol(s, &e, 10); s = e; }
    for (k = 0; k < now.ntask; k++) {
      int p;
      now.kind[k] = strtol(s, &e, 10); s = e;
      now.rank[k] = strtol(s, &e, 10); s = e;
      now.shares[k] = strtol(s, &e, 10); s = e;
      now.pinned[k] = strtol(s, &e, 10); s = e;
      now.on[k] = strtol(s, &e, 10); s = e;
      now.unreliable[k] = strtol(s, &e, 10); s = e;
      now.nplace[k] = strtol(s, &e, 10); s = e;
      for (p = 0; p < now.nplace[k]; p++) {
        int at = k * 2 + p;
        now.p_kind[at] = strtol(s, &e, 10); s = e;
        now.p_hit[at] = strtol(s, &e, 10); s = e;
        now.p_out[at] = strtol(s, &e, 10); s = e;
        now.p_intr[at] = strtol(s, &e, 10); s = e;
        now.p_fz[at] = strtol(s, &e, 10); s = e;
        now.p_until[at] = strtol(s, &e, 10); s = e;
        now.p_yields[at] = strtol(s, &e, 10); s = e;
      }
    }
  };
  atomic {
    i = 0;
    do
    :: i < ntask ->
       if
       :: p_kind[i * PLACES] == SLEEP -> where[i] = ASLEEP
       :: else ->
          where[i] = RUNNING;
          /* where a loop that may move begins is not given */
          if
          :: pinned[i]
          :: !pinned[i] -> on[i] = 0
          :: !pinned[i] && ncpu > 1 -> on[i] = 1
          :: !pinned[i] && ncpu > 2 -> on[i] = 2
          fi;
          if
          :: cur[on[i]] == 0 -> cur[on[i]] = i + 1
          :: cur[on[i]] != 0 && rank[i] < rank[cur[on[i]] - 1] -> cur[on[i]] = i + 1
          :: else
          fi;
          if
          :: rank[i] == 1 && held[on[i]] == 0 -> held[on[i]] = i + 1
          :: else
          fi
       fi;
       i++
    :: else -> break
    od;
    /* a loop that gives its CPU to nobody has had it since long before */
    i = 0;
    do
    :: i < ntask ->
       if
       :: STUBBORN(i) && !HOLDS(on[i]) && !KEPT_OUT(i, on[i]) && !(rank[i] == 2 && unlimited && RTHOG(on[i])) ->
          cur[on[i]] = i + 1
       :: else
       fi;
       i++
    :: else -> break
    od;
    i = 0;
    do
    :: i < ncpu -> run Cpu(i); if :: background -> run Work(i) :: else fi; i++
    :: else -> break
    od;
    i = 0;
    do
    :: i < ntask ->
       if
       :: p_until[i * PLACES] != NEVER || (nplace[i] > 1) || p_out[i * PLACES] -> run Ends(i)
       :: else
       fi;
       if
       :: !pinned[i] && ncpu > 1 -> run Moves(i)
       :: else
       fi;
       i++
    :: else -> break
    od;
    run Retry();
    started = true
  }
}

/*
 * Question 0: from some point on open for ever, and no try can switch anybody; question 1: completes.
 * Each option is one statement: a claim makes one step with each step of the system, and "-> skip" would
 * let every second state pass unseen.
 */
never {
begin:
  do
  :: !DONE
  :: question == 0 && started && !DONE && !RIPE -> goto accept
  :: question == 1 && DONE -> assert(false)
  od;
accept:
  do
  :: !DONE && !RIPE
  od
}
