package dev.weir.state;

/**
 * How keys are encoded.
 *
 * @param className the keys' class; finds the codec again for a job whose key type is open
 */
record KeyFormat(String fingerprint, int width, String className) {}
