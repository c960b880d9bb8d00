// Dear ImGui's OpenGL renderer, compiled so that a paint never waits for the GPU.
//
// The renderer asks OpenGL for the state that it is about to change and puts it back afterwards. A browser answers most of
// these questions by asking the process that draws, that is, after everything that was drawn before: the page stands still
// for a whole frame, and reads no bytes meanwhile. Nobody here relies on what another one left: every draw sets what it
// needs. So these questions are answered with the state of a new context, and all others by OpenGL.
#include <GLES3/gl3.h>

namespace {

void state_before(GLenum name, GLint* value) {
  switch (name) {
    case GL_ACTIVE_TEXTURE: *value = GL_TEXTURE0; return;
    case GL_CURRENT_PROGRAM:
    case GL_TEXTURE_BINDING_2D:
    case GL_SAMPLER_BINDING:
    case GL_ARRAY_BUFFER_BINDING:
    case GL_ELEMENT_ARRAY_BUFFER_BINDING:
    case GL_PIXEL_UNPACK_BUFFER_BINDING:
    case GL_VERTEX_ARRAY_BINDING: *value = 0; return;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX: value[0] = value[1] = value[2] = value[3] = 0; return;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA: *value = GL_ONE; return;
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA: *value = GL_ZERO; return;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA: *value = GL_FUNC_ADD; return;
    default: glGetIntegerv(name, value);
  }
}

GLboolean enabled_before(GLenum) { return GL_FALSE; }

}  // namespace

#define glGetIntegerv state_before
#define glIsEnabled enabled_before
#include "imgui_impl_opengl3.cpp"
