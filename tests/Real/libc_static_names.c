// What a static program for AArch64 knows of the processor, as its C library's choices of functions ask for it; the shared library keeps that elsewhere.
// Zeros are a processor without anything special.
unsigned long _dl_hwcap2;
unsigned long _dl_aarch64_cpu_features[16];
