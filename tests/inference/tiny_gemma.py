"""A tiny, randomly initialised Gemma 3 checkpoint on disk: the real architecture, made in seconds without a download.

Six text layers in the real pattern (five with a sliding window, one without), a SigLIP tower that gives the real 256
soft tokens per image, a BPE tokenizer with byte fallback trained on the spot, and Gemma's chat template.
"""

import json
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import (
    Gemma3Config,
    Gemma3ForCausalLM,
    Gemma3ForConditionalGeneration,
    Gemma3Processor,
    Gemma3TextConfig,
    GenerationConfig,
    PreTrainedTokenizerFast,
    SiglipVisionConfig,
)
from transformers.models.gemma3.image_processing_pil_gemma3 import Gemma3ImageProcessorPil

from data.settings import PROJECT

VOCABULARY = 2048
WINDOW = 64
SPECIAL = [
    "<pad>",
    "<eos>",
    "<bos>",
    "<unk>",
    "<start_of_turn>",
    "<end_of_turn>",
    "<start_of_image>",
    "<end_of_image>",
    "<image_soft_token>",
]
PAD, EOS, BOS, _, _, EOT, BOI, EOI, SOFT = range(len(SPECIAL))

CHAT_TEMPLATE = """
{{- bos_token -}}
{%- set system = '' -%}
{%- if messages[0]['role'] == 'system' -%}
    {%- set system = messages[0]['content'][0]['text'] + '\n\n' -%}
    {%- set messages = messages[1:] -%}
{%- endif -%}
{%- for message in messages -%}
    {%- set role = 'model' if message['role'] == 'assistant' else 'user' -%}
    {{- '<start_of_turn>' + role + '\n' + (system if loop.first else '') -}}
    {%- for part in message['content'] -%}
        {{- '<start_of_image>' if part['type'] == 'image' else part['text'] | trim -}}
    {%- endfor -%}
    {{- '<end_of_turn>\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<start_of_turn>model\n' -}}{%- endif -%}
"""


def make_tokenizer() -> PreTrainedTokenizerFast:
    """2048 tokens, trained on the licence text; any text survives the way there and back."""
    trained = Tokenizer(models.BPE(unk_token="<unk>"))
    trained.normalizer = normalizers.Replace(" ", "▁")
    trained.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY - 256, special_tokens=SPECIAL, show_progress=False)
    trained.train([str(PROJECT / "LICENSE")], trainer)
    # pieces first, bytes last: the trainer has no place for tokens that are neither learned nor special
    vocabulary = trained.get_vocab() | {f"<0x{byte:02X}>": VOCABULARY - 256 + byte for byte in range(256)}
    assert len(vocabulary) == VOCABULARY
    merges = [tuple(pair) for pair in json.loads(trained.to_str())["model"]["merges"]]
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, byte_fallback=True, unk_token="<unk>"))
    tokenizer.normalizer = trained.normalizer
    tokenizer.pre_tokenizer = trained.pre_tokenizer
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens(SPECIAL)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<bos>",
        eos_token="<eos>",
        pad_token="<pad>",
        unk_token="<unk>",
        extra_special_tokens={
            "boi_token": "<start_of_image>",
            "eoi_token": "<end_of_image>",
            "image_token": "<image_soft_token>",
        },
        chat_template=CHAT_TEMPLATE,
        clean_up_tokenization_spaces=False,
    )


def make_tiny_gemma(folder: Path, images: bool = True) -> Path:
    """Writes the checkpoint (1.2 million parameters, bf16) and returns its folder; without images, one like the 1B."""
    text = Gemma3TextConfig(
        vocab_size=VOCABULARY,
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=6,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=32,
        query_pre_attn_scalar=32,
        sliding_window=WINDOW,
        max_position_embeddings=32768,
        rope_scaling={"rope_type": "linear", "factor": 8.0},  # type: ignore[call-arg]
        pad_token_id=PAD,
        bos_token_id=BOS,
        eos_token_id=[EOS, EOT],
    )
    torch.manual_seed(0)
    model: Any
    if images:
        vision = SiglipVisionConfig(
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            image_size=224,
            patch_size=14,
            vision_use_head=False,
        )
        config = Gemma3Config(
            text_config=text,
            vision_config=vision,
            mm_tokens_per_image=256,
            boi_token_index=BOI,
            eoi_token_index=EOI,
            image_token_index=SOFT,
            eos_token_id=[EOS, EOT],  # type: ignore[call-arg]
        )
        model = Gemma3ForConditionalGeneration(config)
        # initialised to zero, with which images would change nothing
        torch.nn.init.normal_(model.model.multi_modal_projector.mm_input_projection_weight, std=1.0)
    else:
        model = Gemma3ForCausalLM(text)
    for name, module in model.named_modules():
        # wider than the default, so that answers depend on their prompt; not the embeddings, which would drown it
        if isinstance(module, torch.nn.Linear) and name != "lm_head":
            torch.nn.init.normal_(module.weight, std=0.2)
    model.generation_config = GenerationConfig(eos_token_id=[EOS, EOT], bos_token_id=BOS, pad_token_id=PAD)
    model.to(torch.bfloat16).save_pretrained(folder)
    tokenizer = make_tokenizer()
    tokenizer.save_pretrained(folder)
    if images:
        processor = Gemma3ImageProcessorPil(
            size={"height": 224, "width": 224}, image_mean=[0.5] * 3, image_std=[0.5] * 3
        )
        Gemma3Processor(processor, tokenizer, chat_template=CHAT_TEMPLATE).save_pretrained(folder)
    return folder
