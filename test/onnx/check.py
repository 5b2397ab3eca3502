"""Checks ONNX files with ONNX's own checker and shape inference: python3 check.py FILE... (Debian's python3-onnx)."""

import sys

import onnx

failed = False
for path in sys.argv[1:]:
    try:
        onnx.checker.check_model(path, full_check=True)
    except Exception as error:  # the checker has several classes of its own
        failed = True
        print(f"{path}: {error}")
sys.exit(1 if failed else 0)
