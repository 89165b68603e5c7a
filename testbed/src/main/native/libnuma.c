/* Says that the machine has no NUMA policies; nothing else is called after that. */
int numa_available(void) { return -1; }
void *numa_alloc_local(void) { return 0; }
void numa_free(void) {}
void *numa_get_mems_allowed(void) { return 0; }
void numa_bitmask_free(void) {}
int set_mempolicy(void) { return -1; }
int mbind(void) { return -1; }
