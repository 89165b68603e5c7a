/* Says that the kernel has no asynchronous I/O (ENOSYS), which the server is not to use anyway. */
int io_setup(void) { return -38; }
int io_submit(void) { return -38; }
int io_getevents(void) { return -38; }
