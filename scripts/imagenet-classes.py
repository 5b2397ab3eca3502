"""Writes lib/models/classes/imagenet.ts: the names of ImageNet's classes, as torchvision lists them."""

import pathlib

from torchvision.models._meta import _IMAGENET_CATEGORIES

# The notice that torchvision's license asks for.
HEADER = """\
/*!
 * The names are torchvision's (torchvision/models/_meta.py), under the BSD 3-Clause License:
 *
 * Copyright (c) Soumith Chintala 2016, All rights reserved.
 *
 * Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
 * following conditions are met:
 *
 * - Redistributions of source code must retain the above copyright notice, this list of conditions and the following
 *   disclaimer.
 * - Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
 *   disclaimer in the documentation and/or other materials provided with the distribution.
 * - Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote products
 *   derived from this software without specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
 * INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
 * SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
 * WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF
 * THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */

/**
 * The classes of ImageNet (ILSVRC 2012), in the order of the labels that torchvision's weights were trained with. Written
 * by scripts/imagenet-classes.py.
 *
 * @see https://pytorch.org/vision/0.14/models.html
 */
export const imagenetClasses: readonly string[] = [
"""


def literal(name):
    """A string in the quotes that the formatter chooses."""
    return f'"{name}"' if "'" in name else f"'{name}'"


path = pathlib.Path(__file__).parent.parent / "lib/models/classes/imagenet.ts"
lines = [f"  {literal(name)},\n" for name in _IMAGENET_CATEGORIES]
path.write_text(HEADER + "".join(lines) + "];\n")
