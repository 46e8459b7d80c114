/* machine.h -- what a client asks of the machine it runs on. */
#ifndef CLIENT_MACHINE_H
#define CLIENT_MACHINE_H

#include <stdint.h>

#include "base/time.h"

struct now machine_now(void);

/* Seconds east of UTC here, at that time. */
int32_t machine_zone_seconds(int64_t wall_ms);

/* For ids and back-off: unpredictable. */
uint64_t machine_seed(void);

/* Who is logged in: the proposal for a nick. Borrowed. */
const char *machine_login(void);

#endif
