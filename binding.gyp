# The plain build, read by node-gyp. Everything is in native/addon.gypi, which the package carries; this file is not
# packed, because npm compiles whatever has a binding.gyp at its top.
{ 'includes': ['native/addon.gypi'] }
